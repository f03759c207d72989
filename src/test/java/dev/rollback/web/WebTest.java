package dev.rollback.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.action.Tls;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes, real proxies, real lines that break. */
class WebTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String WORD = "pass-word-4711";

  @TempDir private static Path directory = Path.of("");
  private static Optional<TestAuthority> authority = Optional.empty();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void certify() throws Exception {
    authority = Optional.of(TestAuthority.create(directory));
  }

  @AfterEach
  void close() throws Exception {
    for (var one : toClose) {
      one.close();
    }
  }

  @Test
  void anAuthorityOfOurOwnIsTrustedWhereItIsNamed() throws Exception {
    var url = secure("server", false);
    assertThat(send(url, trusting("ca.pem")).status()).isEqualTo(204);
    assertThat(problem(url, Optional.empty()))
        .satisfies(
            e -> {
              assertThat(e.problem()).startsWith("No secure connection to " + url);
              assertThat(e.advice().orElse("")).contains("tls: {ca: FILE}");
            });
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    var failure = problem(secure("other", false), trusting("ca.pem"));
    assertThat(failure.problem()).contains("127.0.0.1");
    assertThat(failure.advice().orElse("")).contains("for another name");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    var failure = problem(secure("expired", false), trusting("ca.pem"));
    assertThat(failure.advice().orElse("")).contains("has expired");
  }

  @Test
  void aServerThatWantsOurCertificateGetsIt() throws Exception {
    var url = secure("server", true);
    var ours = new SecretRef.File("client.key");
    assertThat(send(url, tls("client.pem", ours)).status()).isEqualTo(204);
    var failure = problem(url, trusting("ca.pem"));
    assertThat(failure.advice().orElse("")).contains("tls: {certificate: FILE");
  }

  @Test
  void filesUnderTlsThatCannotBeUsed() throws Exception {
    var url = secure("server", false);
    Files.writeString(directory.resolve("junk.pem"), "no certificate");
    Files.writeString(directory.resolve("pkcs1.key"), "-----BEGIN EC PRIVATE KEY-----\nMHc=\n");
    assertThat(problem(url, trusting("none.pem")).problem())
        .contains(directory.resolve("none.pem").toString())
        .contains("there is no such file");
    assertThat(problem(url, trusting("junk.pem")).problem()).contains("cannot be used");
    assertThat(problem(url, tls("client.pem", new SecretRef.File("pkcs1.key"))).advice())
        .get()
        .asString()
        .contains("openssl pkcs8");
    var strict = secure("server", true);
    assertThat(problem(strict, tls("server.pem", new SecretRef.File("client.key"))).problem())
        .as("the handshake is refused, or the line is reset")
        .contains(strict);
  }

  @Test
  void tlsOfAnAddressWithoutTlsIsAMistake() {
    assertThatThrownBy(() -> site("http://127.0.0.1:1", trusting("ca.pem"), Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not reached over TLS");
    assertThatThrownBy(() -> new Tls(Optional.empty(), Optional.of("a.pem"), Optional.empty()))
        .hasMessageContaining("go together");
  }

  @Test
  void whatAProxyIsToldToFetchComesFromThere() throws Exception {
    var proxy = plain();
    var site = site("http://grid.invalid", Optional.empty(), Optional.of(proxy));
    assertThat(send(site, Request.get("/health", PATIENCE)).status()).isEqualTo(204);
    assertThat(seen).containsExactly("GET http://grid.invalid/health");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy:3128", "http://proxy", "https://proxy:1", "http://u:p@proxy:1"})
  void aProxyThatIsNone(String proxy) {
    assertThatThrownBy(() -> site("http://grid.test", Optional.empty(), Optional.of(proxy)))
        .isInstanceOf(UserException.class)
        .hasMessageNotContaining("u:p");
  }

  @Test
  void aProxyThatIsAwayIsNamed() throws Exception {
    var proxy = "http://127.0.0.1:" + freePort();
    var site = site("http://grid.invalid", Optional.empty(), Optional.of(proxy));
    assertThat(failure(site, Request.get("/", PATIENCE)).problem())
        .contains("by the proxy " + proxy);
  }

  @Test
  void aPasswordIsSentAsBasicAndAFalseHeaderIsNotRepeated() throws Exception {
    var url = plain();
    var account =
        new Account(Optional.of("bob"), Optional.of(new SecretRef.Env("W")), Optional.empty());
    assertThat(send(site(url, account), Request.get("/", PATIENCE)).status()).isEqualTo(204);
    assertThat(seen).contains("Basic Ym9iOnBhc3Mtd29yZC00NzEx");
    var broken =
        new Request(
            "GET",
            "/",
            Map.of(),
            Map.of("X-Key", Sensitive.of("a\nb-secret")),
            Optional.empty(),
            PATIENCE,
            false);
    assertThat(failure(site(url, account), broken).problem())
        .contains("X-Key")
        .doesNotContain("b-secret");
    assertThatThrownBy(() -> new Account(Optional.of("bob"), Optional.empty(), Optional.empty()))
        .hasMessageContaining("go together");
  }

  /** A write that was sent and not answered may have happened; one that never left has not. */
  @Test
  void onlyAWriteThatWasSentIsOfUnknownEffect() throws Exception {
    var body = Optional.of(Request.Body.json("{}"));
    var hurried = Request.change("POST", "/", body, Duration.ofMillis(500));
    var write = Request.change("POST", "/", body, PATIENCE);
    var deaf = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    toClose.add(deaf);
    var silent = "http://127.0.0.1:" + deaf.getLocalPort();
    assertThat(failure(site(silent), hurried).effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure(site(silent), Request.get("/", Duration.ofMillis(500))).effect())
        .isEqualTo(SystemException.Effect.NONE);
    assertThat(failure(site("http://127.0.0.1:" + freePort()), write).effect())
        .isEqualTo(SystemException.Effect.NONE);
    assertThat(failure(site("http://no-such-host.invalid"), write).effect())
        .isEqualTo(SystemException.Effect.NONE);
    var hangsUp = hangsUp();
    assertThat(failure(site(hangsUp), write).effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    var untrusted = site(secure("server", false));
    assertThat(failure(untrusted, write).effect())
        .as("nothing is sent before the handshake has ended")
        .isEqualTo(SystemException.Effect.NONE);
  }

  @Test
  void whatIsCutOffIsSaid() throws Exception {
    var server = server();
    server.createContext(
        "/long",
        e -> {
          e.sendResponseHeaders(200, 0);
          try (var out = e.getResponseBody()) {
            out.write("x".repeat(2000).getBytes(UTF_8));
          } catch (IOException hungUp) {
            seen.add("the client has read enough");
          }
        });
    var url = serving(server);
    var answer = send(site(url), Request.get("/long", PATIENCE));
    assertThat(answer.body()).hasSize(1000);
    assertThat(answer.cut()).isTrue();
    assertThat(send(site(url), Request.get("/", PATIENCE)).cut()).isFalse();
  }

  private String hangsUp() throws IOException {
    var raw = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    toClose.add(raw);
    Thread.ofVirtual()
        .start(
            () -> {
              try (var socket = raw.accept()) {
                var _ = socket.getInputStream().read(new byte[4096]);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return "http://127.0.0.1:" + raw.getLocalPort();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String secure(String certificate, boolean wantsOurs) throws Exception {
    var server = authority.orElseThrow().server(certificate, wantsOurs);
    return "https" + serving(server).substring("http".length());
  }

  private String plain() throws IOException {
    return serving(server());
  }

  private static HttpServer server() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  private String serving(HttpServer server) {
    toClose.add(() -> server.stop(0));
    server.createContext(
        "/",
        e -> {
          seen.add(e.getRequestMethod() + " " + e.getRequestURI());
          Optional.ofNullable(e.getRequestHeaders().getFirst("Authorization")).ifPresent(seen::add);
          e.sendResponseHeaders(204, -1);
          e.close();
        });
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static Optional<Tls> trusting(String ca) {
    return Optional.of(new Tls(Optional.of(ca), Optional.empty(), Optional.empty()));
  }

  private static Optional<Tls> tls(String certificate, SecretRef key) {
    return Optional.of(new Tls(Optional.of("ca.pem"), Optional.of(certificate), Optional.of(key)));
  }

  private static Site site(String url) {
    return site(url, Account.nobody());
  }

  private static Site site(String url, Account account) {
    return new Site(
        Base.parse(url),
        Optional.empty(),
        account,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        PATIENCE,
        1000);
  }

  private static Site site(String url, Optional<Tls> tls, Optional<String> proxy) {
    return new Site(
        Base.parse(url), Optional.empty(), Account.nobody(), Map.of(), tls, proxy, PATIENCE, 1000);
  }

  private static Secrets secrets() {
    return reference -> {
      if (reference instanceof SecretRef.File(var file)) {
        try {
          return Sensitive.of(Files.readString(directory.resolve(file)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return Sensitive.of(WORD);
    };
  }

  private static Answer send(String url, Optional<Tls> tls) {
    return send(site(url, tls, Optional.empty()), Request.get("/", PATIENCE));
  }

  private static Answer send(Site site, Request request) {
    try (var web = new Web(site, secrets(), directory)) {
      return web.send(request);
    }
  }

  private static SystemException problem(String url, Optional<Tls> tls) {
    var failure = failure(site(url, tls, Optional.empty()), Request.get("/", PATIENCE));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    return failure;
  }

  private static SystemException failure(Site site, Request request) {
    var failure = catchThrowableOfType(SystemException.class, () -> send(site, request));
    assertThat(failure).isNotNull();
    assertThat(failure.advice()).isPresent();
    return failure;
  }
}
