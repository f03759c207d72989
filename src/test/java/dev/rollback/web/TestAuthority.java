package dev.rollback.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that signs certificates, made by the JDK's own tool, and servers that show them. */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String LOCAL = "san=dns:localhost,ip:127.0.0.1";

  private final Path directory;
  private final Path store;

  private TestAuthority(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("authority.p12");
  }

  /**
   * An authority with the certificates {@code server}, {@code other}, {@code expired}, {@code
   * client}.
   */
  public static TestAuthority create(Path directory) throws Exception {
    var authority = new TestAuthority(directory);
    authority.keytool("ca", "-dname", "CN=Test Authority", "-ext", "bc:c");
    authority.keytool("server", "-dname", "CN=localhost", "-signer", "ca", "-ext", LOCAL);
    authority.keytool("other", "-dname", "CN=other", "-signer", "ca", "-ext", "san=dns:other.test");
    authority.keytool(
        "expired",
        "-dname",
        "CN=localhost",
        "-signer",
        "ca",
        "-ext",
        LOCAL,
        "-startdate",
        "-10d",
        "-validity",
        "2");
    authority.keytool("client", "-dname", "CN=oncall", "-signer", "ca");
    for (var name : List.of("ca", "server", "client")) {
      Files.writeString(authority.certificate(name), authority.chain(name));
      Files.writeString(authority.key(name), authority.keyOf(name));
    }
    return authority;
  }

  /** The file with a certificate, in PEM. */
  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  /** The file with its key, in PEM. */
  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  private void keytool(String alias, String... more) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(Arrays.asList(more));
    var tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (tool.waitFor() != 0) {
      throw new IOException("keytool failed for " + alias);
    }
  }

  private KeyStore open() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private String chain(String name) throws GeneralSecurityException, IOException {
    var text = new StringBuilder();
    for (var certificate : open().getCertificateChain(name)) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  private String keyOf(String name) throws GeneralSecurityException, IOException {
    return pem("PRIVATE KEY", open().getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content), what);
  }

  /** A server on the loopback address that shows this certificate; it is started. */
  public HttpsServer server(String name, boolean wantsOurs) throws Exception {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context(name)) {
          @Override
          public void configure(HttpsParameters parameters) {
            var tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(wantsOurs);
            parameters.setSSLParameters(tls);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  /** That of a server with this certificate, which trusts the clients of this authority. */
  public SSLContext context(String name) throws GeneralSecurityException, IOException {
    var all = open();
    var one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        name, all.getKey(name, PASSWORD.toCharArray()), new char[0], all.getCertificateChain(name));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, new char[0]);
    var authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ca", all.getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
