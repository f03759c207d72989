package dev.rollback.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks over HTTP against a real server. */
class HttpAdapterTest {
  private static final String SECRET = "s3cret-value-0815";
  private static final String JWT = "eyJhbGciOiJub25l.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server = unbound();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop(0);
    for (var one : toClose) {
      one.close();
    }
  }

  private static HttpServer unbound() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAnswerIsReadWithItsParts() {
    answer("/health", 200, "{\"status\":\"up\",\"n\":[1,2]}");
    var values = get("/health?deep=1");
    assertThat(values.status()).isEqualTo(200);
    assertThat(values.json().path("status").asText()).isEqualTo("up");
    assertThat(values.header()).containsEntry("x-kind", "test");
    assertThat(values.milliseconds()).isPositive();
    assertThat(seen).containsExactly("GET /health?deep=1");
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() {
    serve("/old", e -> e.getResponseHeaders().add("Location", "/new"), 302, "");
    var values = get("/old");
    assertThat(values.status()).isEqualTo(302);
    assertThat(values.header()).containsEntry("location", "/new");
    assertThat(seen).containsExactly("GET /old");
  }

  @Test
  void errorsAreAnswersToo() {
    answer("/down", 503, "maintenance");
    var values = get("/down");
    assertThat(values.status()).isEqualTo(503);
    assertThat(values.body()).isEqualTo("maintenance");
    assertThat(values.json().isEmpty()).isTrue();
  }

  @Test
  void aLongBodyIsCutOff() {
    answer("/long", 200, "x".repeat(1_000_000));
    assertThat(get("/long").body()).hasSize(64 * 1024);
  }

  @Test
  void secretsAreSentAndNeverShown() {
    serve(
        "/echo",
        e -> e.getResponseHeaders().add("X-Echo", first(e, "X-API-Key")),
        200,
        "you sent " + SECRET + " and Bearer " + SECRET);
    var values =
        read(
            new Get(
                "/echo",
                Map.of("Accept", "text/plain"),
                Optional.of(new SecretRef.Env("KEY")),
                "X-API-Key",
                Optional.of(new SecretRef.Env("TOKEN")),
                Duration.ofSeconds(5)));
    assertThat(seen).containsExactly("GET /echo");
    assertThat(headers).containsEntry("X-API-Key", SECRET);
    assertThat(headers).containsEntry("Authorization", "Bearer " + SECRET);
    assertThat(values.toString()).doesNotContain(SECRET);
    assertThat(values.body()).contains("you sent ***");
  }

  @Test
  void cookiesAreMasked() {
    serve("/c", e -> e.getResponseHeaders().add("Set-Cookie", "sid=" + JWT), 200, "ok");
    assertThat(get("/c").header()).containsEntry("set-cookie", "***");
  }

  @Test
  void aLoginSendsJsonAndForgetsTheToken() {
    answer(
        "/login",
        200,
        "{\"data\":{\"access_token\":\"abc-def\",\"refreshToken\":\"ghi\"},\"user\":\"alice\",\"raw\":\""
            + JWT
            + "\"}");
    var values = read(login(Optional.of(new SecretRef.Env("PW")), false));
    assertThat(seen)
        .containsExactly(
            "POST /login", "{\"email\":\"" + SECRET + "\",\"password\":\"" + SECRET + "\"}");
    assertThat(values.status()).isEqualTo(200);
    assertThat(values.token()).isTrue();
    assertThat(values.toString()).contains("alice").doesNotContain("abc-def", "ghi", JWT, SECRET);
  }

  @Test
  void aLoginWithoutATokenSaysSo() {
    answer("/login", 200, "{\"token\":\"\",\"message\":\"ok\"}");
    assertThat(read(login(Optional.of(new SecretRef.Env("PW")), false)).token()).isFalse();
  }

  @Test
  void aTokenThatIsTheWholeBodyIsNotShown() {
    answer("/login", 200, JWT);
    var values = read(login(Optional.of(new SecretRef.Env("PW")), false));
    assertThat(values.token()).isTrue();
    assertThat(values.body()).doesNotContain("eyJ");
  }

  @Test
  void aWrongPasswordIsAnotherOneEachTime() {
    answer("/login", 401, "{\"error\":\"no\"}");
    var login = login(Optional.empty(), true);
    assertThat(read(login).status()).isEqualTo(401);
    assertThat(read(login).token()).isFalse();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(1)).isNotEqualTo(seen.get(3)).doesNotContain("PW");
    assertThat(login.expectation()).contains("status == 401 && !token");
  }

  @Test
  void nothingListening() throws IOException {
    var port = server.getAddress().getPort();
    server.stop(0);
    assertThat(problem("http://127.0.0.1:" + port))
        .contains("Nothing answers at http://127.0.0.1:" + port + "/x")
        .contains("refused");
  }

  @Test
  void anUnknownHost() {
    assertThat(problem("http://no-such-host.invalid")).contains("unknown").contains("no-such-host");
  }

  @Test
  void noTlsOnThisPort() throws IOException {
    assertThat(problem("https://127.0.0.1:" + rawServer("HTTP/1.1 400 Bad Request\r\n\r\n")))
        .contains("No secure connection");
  }

  @Test
  void anAnswerThatDoesNotComeInTime() {
    serve("/x", _ -> awaitEnd(), 200, "late");
    assertThat(problem(base(), Duration.ofMillis(400)))
        .contains("No complete answer")
        .contains("PT0.4S");
  }

  @Test
  void aBodyThatStallsIsATimeOutToo() throws IOException {
    server.createContext(
        "/x",
        e -> {
          e.sendResponseHeaders(200, 1000);
          e.getResponseBody().write(new byte[10]);
          e.getResponseBody().flush();
          awaitEnd();
        });
    assertThat(problem(base(), Duration.ofMillis(400))).contains("No complete answer");
  }

  @Test
  void anAnswerThatBreaksOff() throws IOException {
    assertThat(problem("http://127.0.0.1:" + rawServer("HTTP/1.1 200 OK\r\nContent-")))
        .contains("broke");
  }

  @Test
  void aSecretThatCannotBeReadIsMissingBeforeAnythingIsSent() {
    var check =
        new Get(
            "/x",
            Map.of(),
            Optional.empty(),
            "X-API-Key",
            Optional.of(new SecretRef.Env("NONE")),
            Duration.ofSeconds(1));
    var finding = check.requirements().getFirst().probe().apply(connect(base()).reader());
    assertThat(finding).isInstanceOf(Requirement.Finding.Missing.class);
    assertThat(check.requirements().getFirst().what()).isEqualTo("secret {env: NONE}");
    assertThat(seen).isEmpty();
  }

  @Test
  void connectingSendsNothingAndPingSaysWhatIsThere() {
    answer("/", 404, "");
    var connection = connect(base());
    assertThat(connection.address()).isEqualTo(base());
    assertThat(seen).isEmpty();
    assertThat(connection.ping()).startsWith("HTTP 404");
  }

  @Test
  void aBaseThatCannotBeUsed() {
    for (var bad :
        List.of("grid.example.org", "ftp://x/", "http:///x", "http://h/?q=1", "http://h h")) {
      assertThatThrownBy(() -> connect(bad)).as(bad).isInstanceOf(UserException.class);
    }
    assertThatThrownBy(() -> connect("http://bob:" + SECRET + "@host/"))
        .isInstanceOf(UserException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void inputsThatMakeNoRequest() {
    assertThatThrownBy(() -> plain("health")).hasMessageContaining("begin with /");
    assertThatThrownBy(() -> plain("/a b")).hasMessageContaining("%20");
    assertThatThrownBy(() -> with(Map.of("authorization", "Basic abc")))
        .hasMessageContaining("bearer");
    assertThatThrownBy(() -> with(Map.of("a b", "c"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> login(Optional.empty(), false)).hasMessageContaining("wrong-password");
    assertThatThrownBy(() -> login(Optional.of(new SecretRef.Env("PW")), true))
        .hasMessageContaining("wrong-password");
  }

  @Test
  void everythingIsDescribedAndSurvivesTheJournal() {
    for (var type : new HttpAdapter(Path.of("")).steps()) {
      assertThat(Shapes.ofRecord(type.inputs()).components())
          .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    }
    answer("/x", 200, "no json");
    var codec = Codec.of(Get.Values.class);
    var values = get("/x");
    assertThat(codec.decode(codec.encode(values))).isEqualTo(values);
  }

  private final Map<String, String> headers = new java.util.concurrent.ConcurrentHashMap<>();

  private void answer(String path, int status, String body) {
    serve(path, _ -> {}, status, body);
  }

  private void serve(String path, Consumer<HttpExchange> before, int status, String body) {
    server.createContext(
        path,
        e -> {
          seen.add(e.getRequestMethod() + " " + e.getRequestURI());
          e.getRequestHeaders()
              .forEach((name, all) -> headers.put(canonical(name), all.getFirst()));
          var sent = new String(e.getRequestBody().readAllBytes(), UTF_8);
          if (!sent.isEmpty()) {
            seen.add(sent);
          }
          before.accept(e);
          e.getResponseHeaders().add("X-Kind", "test");
          e.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
          try (var out = e.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
          }
        });
  }

  /** A server that answers every first byte with these words and hangs up. */
  private int rawServer(String words) throws IOException {
    var raw = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    toClose.add(raw);
    Thread.ofVirtual()
        .start(
            () -> {
              while (!raw.isClosed()) {
                try (var socket = raw.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  socket.getOutputStream().write(words.getBytes(UTF_8));
                } catch (IOException e) {
                  seen.add("hung up: " + e.getMessage());
                }
              }
            });
    return raw.getLocalPort();
  }

  private static String canonical(String name) {
    return name.equalsIgnoreCase("x-api-key") ? "X-API-Key" : name;
  }

  private static String first(HttpExchange exchange, String header) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(header)).orElse("");
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Connection<HttpReader, HttpReader> connect(String base) {
    var connection =
        new HttpAdapter(Path.of(""))
            .connect(
                new HttpSettings(base),
                reference -> {
                  if (reference.equals(new SecretRef.Env("NONE"))) {
                    throw SystemException.refused("NONE is not set", "Set it.");
                  }
                  return Sensitive.of(SECRET);
                });
    toClose.add(connection);
    return connection;
  }

  private String problem(String base) {
    return problem(base, Duration.ofSeconds(5));
  }

  private String problem(String base, Duration timeout) {
    var check = new Get("/x", Map.of(), Optional.empty(), "X-API-Key", Optional.empty(), timeout);
    var reader = connect(base).reader();
    var failure = catchThrowableOfType(SystemException.class, () -> check.read(reader));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure.problem();
  }

  private Get.Values get(String path) {
    return read(plain(path));
  }

  private static Get plain(String path) {
    return new Get(
        path, Map.of(), Optional.empty(), "X-API-Key", Optional.empty(), Duration.ofSeconds(5));
  }

  private static Get with(Map<String, String> headers) {
    return new Get(
        "/", headers, Optional.empty(), "X-API-Key", Optional.empty(), Duration.ofSeconds(5));
  }

  private static Login login(Optional<SecretRef> password, boolean wrong) {
    return new Login(
        "/login",
        new SecretRef.Env("USER"),
        password,
        "email",
        "password",
        wrong,
        Duration.ofSeconds(5));
  }

  private <V extends Record> V read(Check<V, HttpReader> check) {
    return switch (check.read(connect(base()).reader())) {
      case Check.Reading.Values<V>(var values) -> values;
      case Check.Reading.Nothing<V>(var why) -> throw new AssertionError(why);
    };
  }
}
