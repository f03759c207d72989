package dev.rollback.adapter.kubernetes;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An API server that has one deployment, remembers what it was asked, and may answer whatever a
 * test wants: what stands before a real one may do as much.
 */
final class StubApi implements AutoCloseable {
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Optional<Answer>> rule = _ -> Optional.empty();

  /** One request. */
  record Asked(String method, Headers headers) {
    String header(String name) {
      return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }
  }

  /** Another answer than the deployment. */
  record Answer(int code, Map<String, String> headers) {}

  /** Over a server that may have been started before. */
  StubApi(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
  }

  static StubApi plain() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.start();
      return new StubApi(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on, requests are answered by this rule where it has an answer. */
  void answer(Function<Asked, Optional<Answer>> next) {
    rule = next;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The value of this header in each request, in order. */
  List<String> headers(String name) {
    return asked.stream().map(a -> a.header(name)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var request = new Asked(exchange.getRequestMethod(), exchange.getRequestHeaders());
    asked.add(request);
    var other = rule.apply(request);
    var deployment = Deployments.sleeping("grid-api", "image", 1);
    deployment.getMetadata().setResourceVersion("1");
    var body =
        other
            .map(
                a ->
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":%d,\"message\":\"no\"}"
                        .formatted(a.code()))
            .orElseGet(() -> Serialization.asJson(deployment))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    other.ifPresent(a -> a.headers().forEach((k, v) -> exchange.getResponseHeaders().add(k, v)));
    exchange.sendResponseHeaders(other.map(Answer::code).orElse(200), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** A connection by a kubeconfig with this cluster and this user, each a flow mapping of YAML. */
  static Connection<KubernetesReader, KubernetesWriter> connect(
      Path folder, String cluster, String user, Map<String, String> environment)
      throws IOException {
    Files.writeString(
        folder.resolve("k"),
        """
        clusters: [{name: c, cluster: %s}]
        users: [{name: oncall, user: %s}]
        contexts: [{name: lab, context: {cluster: c, user: oncall}}]
        """
            .formatted(cluster, user));
    return new KubernetesAdapter(environment, folder)
        .connect(new KubernetesSettings("lab", "grid", Optional.of("k")), Deployments.NO_SECRETS);
  }

  /** One request that reads. */
  static Workload read(Connection<KubernetesReader, KubernetesWriter> connection) {
    return connection.reader().workload(WorkloadName.deployment("grid-api"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
