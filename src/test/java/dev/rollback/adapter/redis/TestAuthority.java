package dev.rollback.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that signs certificates, made by the JDK's own tool. */
final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path directory;
  private final Path file;

  private TestAuthority(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("keys.p12");
  }

  static TestAuthority create(Path directory) throws Exception {
    var authority = new TestAuthority(directory);
    authority.keytool(AUTHORITY, "-ext", "bc:c");
    return authority;
  }

  /** A key and a certificate that the authority has signed; more options of the tool may follow. */
  void sign(String alias, String... options) throws Exception {
    var all = new ArrayList<>(List.of("-signer", AUTHORITY));
    all.addAll(List.of(options));
    keytool(alias, all.toArray(String[]::new));
  }

  private void keytool(String alias, String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
    command.addAll(List.of(options));
    var tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (tool.waitFor() != 0) {
      throw new IOException(Files.readString(directory.resolve("keytool.log")));
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  String authority() throws GeneralSecurityException, IOException {
    return certificate(AUTHORITY);
  }

  /** In PEM. */
  String certificate(String alias) throws GeneralSecurityException, IOException {
    return pem("CERTIFICATE", store().getCertificate(alias).getEncoded());
  }

  /** In PEM, PKCS #8. */
  String key(String alias) throws GeneralSecurityException, IOException {
    return pem("PRIVATE KEY", store().getKey(alias, PASSWORD.toCharArray()).getEncoded());
  }

  /** That of a server with this certificate, which trusts the clients of this authority. */
  SSLContext context(String alias) throws GeneralSecurityException, IOException {
    var own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        store().getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store().getCertificateChain(alias));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(AUTHORITY, store().getCertificate(AUTHORITY));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content), what);
  }
}
