package dev.rollback.adapter.redis.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.action.Tls;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.SslOptions;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The certificates of a TLS connection, read from where the configuration says they are kept. */
record Certificates(Tls settings, Secrets secrets) {

  /**
   * What the client needs.
   *
   * @throws SystemException when a certificate or a key cannot be read
   */
  SslOptions options() {
    var options = SslOptions.builder().jdkSslProvider();
    settings.ca().ifPresent(ca -> options.trustManager(resource(certificate("tls.ca", ca))));
    settings
        .certificate()
        .ifPresent(
            own ->
                settings
                    .key()
                    .ifPresent(
                        key ->
                            options.keyManager(
                                resource(certificate("tls.certificate", own)),
                                resource(key(key)),
                                null)));
    return options.build();
  }

  private String certificate(String setting, String file) {
    var pem = secrets.read(new SecretRef.File(file)).reveal();
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
      if (!found.isEmpty()) {
        return pem;
      }
    } catch (CertificateException e) {
      throw SystemException.refused(
          "What `" + setting + "` refers to is no certificate: " + e.getMessage(),
          "Give certificates in PEM: -----BEGIN CERTIFICATE-----",
          e);
    }
    throw SystemException.refused(
        "What `" + setting + "` refers to holds no certificate.",
        "Give certificates in PEM: -----BEGIN CERTIFICATE-----");
  }

  /** The text itself is in no message. */
  private String key(SecretRef reference) {
    var pem = secrets.read(reference).reveal();
    if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
      throw SystemException.refused(
          "What `tls.key` refers to is no private key in PKCS #8 without a password.",
          "Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pk8");
    }
    return pem;
  }

  private static SslOptions.Resource resource(String pem) {
    return () -> new ByteArrayInputStream(pem.getBytes(US_ASCII));
  }
}
