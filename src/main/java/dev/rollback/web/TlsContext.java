package dev.rollback.web;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.action.Tls;
import dev.rollback.diagnostic.SystemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes of settings what the JDK's TLS takes. */
final class TlsContext {
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519", "Ed448");

  private final Path directory;
  private final Secrets secrets;

  TlsContext(Path directory, Secrets secrets) {
    this.directory = directory;
    this.secrets = secrets;
  }

  /**
   * Reads the files and the key.
   *
   * @throws SystemException naming the file or the reference that cannot be used
   */
  SSLContext of(Tls tls) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(own(tls), tls.ca().map(this::trusted).orElse(null), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw SystemException.refused(
          "The settings under `tls` cannot be used: " + e.getMessage() + ".",
          "Check the certificate and the key: they must belong together.",
          e);
    }
  }

  private TrustManager[] trusted(String file) {
    try {
      var store = empty();
      var number = 0;
      for (var certificate : certificates(file)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw unusable(file, e);
    }
  }

  private KeyManager @Nullable [] own(Tls tls) throws GeneralSecurityException {
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
      return null;
    }
    var chain = certificates(tls.certificate().get()).toArray(Certificate[]::new);
    var store = empty();
    store.setKeyEntry("own", key(tls.key().get()), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing was read", e);
    }
    return store;
  }

  private List<Certificate> certificates(String file) {
    try {
      var content = Files.readAllBytes(directory.resolve(file));
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
      if (found.isEmpty()) {
        throw new CertificateException("there is no certificate in it");
      }
      return List.copyOf(found);
    } catch (IOException e) {
      var why =
          e instanceof NoSuchFileException
              ? "there is no such file"
              : String.valueOf(e.getMessage());
      throw SystemException.refused(
          "The certificate file " + directory.resolve(file) + " cannot be read: " + why + ".",
          "Mend the path under `tls` in rollback.yaml, or let this user read the file.",
          e);
    } catch (CertificateException e) {
      throw unusable(file, e);
    }
  }

  private SystemException unusable(String file, GeneralSecurityException e) {
    return SystemException.refused(
        "The certificate file %s cannot be used: %s."
            .formatted(directory.resolve(file), e.getMessage()),
        "It must hold certificates in PEM: -----BEGIN CERTIFICATE-----.",
        e);
  }

  private PrivateKey key(SecretRef reference) throws GeneralSecurityException {
    var bytes = pkcs8(secrets.read(reference).reveal());
    for (var kind : KINDS) {
      var key = bytes.flatMap(b -> key(kind, b));
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw SystemException.refused(
        "The private key in " + SecretNames.of(reference) + " is none that can be used.",
        "It must be PKCS #8 in PEM, not encrypted: openssl pkcs8 -topk8 -nocrypt -in KEY -out"
            + " NEW.");
  }

  private static Optional<byte[]> pkcs8(String pem) {
    var begin = "-----BEGIN PRIVATE KEY-----";
    var from = pem.indexOf(begin);
    var to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      return Optional.empty();
    }
    var text = pem.substring(from + begin.length(), to).getBytes(StandardCharsets.US_ASCII);
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<PrivateKey> key(String kind, byte[] content) {
    try {
      return Optional.of(
          KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(content)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // a key of another kind
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has keys of kind " + kind, e);
    }
  }
}
