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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API server can answer that a healthy one never does, answered over a real connection. */
class FailuresTest {
  @TempDir Path folder;
  private HttpServer server = start();
  private final AtomicInteger requests = new AtomicInteger();

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void listen() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(int code, String message) {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          var body =
              "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
                  .formatted(code, message)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void breakOff() {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          readAll(exchange);
          exchange.close(); // Without an answer.
        });
  }

  private static void readAll(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
  }

  private Connection<KubernetesReader, KubernetesWriter> connection(String address) {
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
        .connect(new KubernetesSettings("lab", "grid", Optional.of("k")), Deployments.NO_SECRETS);
  }

  private SystemException reading() {
    try (var connection = connection(address())) {
      return failure(() -> connection.reader().workload(WorkloadName.deployment("grid-api")));
    }
  }

  private SystemException writing() {
    try (var connection = connection(address())) {
      var deployment = Deployments.sleeping("grid-api", "image", 1);
      deployment.getMetadata().setResourceVersion("7");
      return failure(() -> connection.writer().update(new Workload.OfDeployment(deployment)));
    }
  }

  private static SystemException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var thrown = catchThrowableOfType(SystemException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.advice()).isPresent();
    assertThat(thrown.problem()).doesNotContain("top-secret");
    return thrown;
  }

  @Test
  void unauthorised() {
    answer(401, "Unauthorized");
    var thrown = reading();
    assertThat(thrown.problem())
        .contains(address(), "user 'oncall'", "context 'lab'", "401 Unauthorized");
    assertThat(thrown.advice().orElse("")).contains("Log in again");
  }

  @Test
  void forbiddenNamesVerbAndResourceAndTheCommandThatGrants() {
    answer(403, "deployments.apps is forbidden");
    var thrown = writing();
    assertThat(thrown.effect()).isEqualTo(Effect.NONE);
    assertThat(thrown.problem())
        .contains("update deployments.apps/grid-api in namespace grid", "is forbidden");
    assertThat(thrown.advice().orElse(""))
        .contains("create role", "--verb=update --resource=deployments.apps", "--user=oncall");
  }

  @Test
  void invalidGivesTheServersOwnMessage() {
    answer(422, "Deployment is invalid: spec.replicas: too many");
    var thrown = writing();
    assertThat(thrown.effect()).isEqualTo(Effect.NONE);
    assertThat(thrown.problem()).contains("422", "spec.replicas: too many", address());
  }

  @Test
  void aConflictIsNoFailureOfTheRequest() {
    answer(409, "the object has been modified");
    try (var connection = connection(address())) {
      var deployment = Deployments.sleeping("grid-api", "image", 1);
      deployment.getMetadata().setResourceVersion("7");
      assertThat(connection.writer().update(new Workload.OfDeployment(deployment))).isFalse();
    }
    assertThat(requests).hasValue(1);
  }

  /** Between reading the version and sending it, a controller has written the status. */
  @Test
  void aRehearsalThatIsLateIsMadeAgain() {
    var rehearsals = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          readAll(exchange);
          var late = exchange.getRequestMethod().equals("PUT") && rehearsals.incrementAndGet() < 3;
          var body =
              late
                  ? "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":409}"
                  : Serialization.asJson(sleepingAtVersion("7"));
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(late ? 409 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    try (var connection = connection(address())) {
      connection
          .reader()
          .rehearse(new Workload.OfDeployment(Deployments.sleeping("grid-api", "image", 1)));
    }
    assertThat(rehearsals).hasValue(3);
  }

  private static Deployment sleepingAtVersion(String version) {
    var deployment = Deployments.sleeping("grid-api", "image", 1);
    deployment.getMetadata().setResourceVersion(version);
    return deployment;
  }

  @Test
  void anInternalErrorOfAWriteIsUnknownAndNotRepeated() {
    answer(500, "etcdserver: request timed out");
    var thrown = writing();
    assertThat(thrown.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(thrown.problem()).contains("etcdserver: request timed out");
    assertThat(requests).hasValue(1);
  }

  @Test
  void anInternalErrorOfAReadHasNoEffect() {
    answer(500, "etcdserver: request timed out");
    assertThat(reading().effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void aWriteThatIsNotAnsweredIsUnknownAndNotRepeated() {
    breakOff();
    var thrown = writing();
    assertThat(thrown.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(thrown.problem()).contains("No answer from " + address());
    assertThat(requests).hasValue(1);
  }

  @Test
  void aReadThatIsNotAnsweredHasNoEffect() {
    breakOff();
    assertThat(reading().effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var address = "https://127.0.0.1:" + port;
    try (var connection = connection(address)) {
      var thrown = failure(connection::ping);
      assertThat(thrown.problem()).contains("Cannot reach the API server " + address);
      assertThat(thrown.advice().orElse("")).contains("kubectl --context lab version");
      var deployment = Deployments.sleeping("grid-api", "image", 1);
      deployment.getMetadata().setResourceVersion("7");
      assertThat(
              failure(() -> connection.writer().update(new Workload.OfDeployment(deployment)))
                  .effect())
          .isEqualTo(Effect.NONE);
    }
  }

  @Test
  void aNameThatDoesNotResolve() {
    try (var connection = connection("https://no-such-host.invalid:6443")) {
      assertThat(failure(connection::ping).problem())
          .contains("https://no-such-host.invalid:6443", "name cannot be resolved");
    }
  }
}
