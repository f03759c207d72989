package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that an API server does not give or take. */
class ObjectsTroubleTest {
  private static final String SECRET_DATA = "c2VjcmV0LXZhbHVl";

  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void on(Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
        .formatted(code, message);
  }

  private Connection<KubernetesReader, KubernetesWriter> connection() {
    var address = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      Files.writeString(
          folder.resolve("k"),
          """
          clusters: [{name: c, cluster: {server: "%s"}}]
          users: [{name: oncall, user: {token: top-secret}}]
          contexts: [{name: lab, context: {cluster: c, user: oncall}}]
          """
              .formatted(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KubernetesAdapter(Map.of(), folder)
        .connect(
            new KubernetesSettings("lab", "grid", Optional.of("k"), Duration.ofMillis(500)),
            Deployments.NO_SECRETS);
  }

  private SystemException reading() {
    try (var connection = connection()) {
      return failure(() -> connection.reader().objects().find(ObjectKind.SECRET, "grid-auth"));
    }
  }

  private SystemException writing() {
    try (var connection = connection()) {
      var secret = ObjectKind.SECRET.create("grid-auth");
      secret.putObject("data").put("KEY", SECRET_DATA);
      var change = new ObjectChange.Create(ObjectKind.SECRET, secret);
      return failure(() -> connection.writer().objects().make(change));
    }
  }

  private static SystemException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var thrown = catchThrowableOfType(SystemException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.advice()).isPresent();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      assertThat(String.valueOf(t.getMessage())).doesNotContain("top-secret", SECRET_DATA);
    }
    return thrown;
  }

  @Test
  void nobodyListens() {
    stop();
    for (var thrown : List.of(reading(), writing())) {
      assertThat(thrown.effect()).isEqualTo(Effect.NONE);
      assertThat(thrown.problem()).startsWith("Cannot reach the API server http://127.0.0.1:");
    }
  }

  @Test
  void aPermissionIsMissing() {
    on(exchange -> send(exchange, 403, status(403, "secrets is forbidden")));
    assertThat(reading().problem())
        .isEqualTo("Not allowed to get secrets/grid-auth in namespace grid: secrets is forbidden");
    assertThat(writing().effect()).isEqualTo(Effect.NONE);
    assertThat(writing().advice().orElse("")).contains("--verb=create --resource=secrets");
  }

  @Test
  void aServerErrorLeavesAWriteUnknownAndAReadingNot() {
    on(exchange -> send(exchange, 500, status(500, "etcd has no leader")));
    assertThat(reading().effect()).isEqualTo(Effect.NONE);
    assertThat(writing().effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(writing().problem()).contains("etcd has no leader");
  }

  @Test
  void anAnswerThatComesTooLateLeavesAWriteUnknown() {
    on(exchange -> end.await());
    var thrown = writing();
    assertThat(thrown.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(thrown.problem())
        .contains("No answer from http://127.0.0.1:", "create secrets", "none within 500 ms");
  }

  @Test
  void aPageOfAProxyInPlaceOfAnAnswerIsNotQuoted() {
    on(exchange -> send(exchange, 200, "<html>" + SECRET_DATA + "</html>"));
    assertThat(reading().problem()).contains("the answer is no JSON");
  }

  @Test
  void whatTheServerObjectsToIsTold() {
    on(exchange -> send(exchange, 422, status(422, "data[a b]: Invalid value")));
    assertThat(writing().effect()).isEqualTo(Effect.NONE);
    assertThat(writing().problem()).contains("answered 422: data[a b]: Invalid value");
  }

  @Test
  void aConflictIsNoFailure() {
    on(exchange -> send(exchange, 409, status(409, "it was changed")));
    try (var connection = connection()) {
      var change =
          new ObjectChange.Replace(ObjectKind.SECRET, ObjectKind.SECRET.create("grid-auth"));
      assertThat(connection.writer().objects().make(change)).isFalse();
    }
  }
}
