package dev.rollback.sandbox.service;

import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one address of a service: forwards each request to one of its ready pods, in turn. */
public final class LoadBalancer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Set<String> FORWARDED =
      Set.of("Authorization", "X-API-Key", "Content-Type", "Accept");
  private static final Set<String> RETURNED = Set.of("Content-Type", "Retry-After");

  private final Supplier<List<URI>> backends;
  private final AtomicInteger turn = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(threads)
          .build();
  private final WebServer web;

  private LoadBalancer(Supplier<List<URI>> backends) throws IOException {
    this.backends = backends;
    this.web = WebServer.start(InetAddress.getLoopbackAddress(), 0, this::handle);
  }

  /**
   * Starts to listen on a free port of the loopback address.
   *
   * @param backends asked at every request for the addresses that are ready
   * @throws IOException when no port can be bound
   */
  public static LoadBalancer start(Supplier<List<URI>> backends) throws IOException {
    return new LoadBalancer(backends);
  }

  /** The address. */
  public URI uri() {
    return web.uri();
  }

  @Override
  public void close() {
    web.close();
    client.shutdownNow();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    List<URI> ready = backends.get();
    // A pod may go between the look-up and the request; then the next one is asked.
    for (int attempt = 0; attempt < ready.size() + 1 && !ready.isEmpty(); attempt++) {
      URI backend = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
      Optional<Reply> reply = forward(exchange, backend, body);
      if (reply.isPresent()) {
        reply.get().send(exchange);
        return;
      }
      ready = backends.get();
    }
    Reply.text(503, "no healthy upstream\n").send(exchange);
  }

  private Optional<Reply> forward(HttpExchange exchange, URI backend, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(backend.resolve(exchange.getRequestURI().toString()))
            .timeout(TIMEOUT)
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    // Set, not added to: what a client says of itself there is nothing to go by.
    request.header("X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
    for (String name : FORWARDED) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    try {
      return Optional.of(reply(client.send(request.build(), BodyHandlers.ofString())));
    } catch (IOException e) {
      LOG.debug("{}: {}", backend, e.toString());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    var headers =
        RETURNED.stream()
            .filter(name -> response.headers().firstValue(name).isPresent())
            .collect(
                Collectors.toMap(
                    name -> name, name -> response.headers().firstValue(name).orElseThrow()));
    return new Reply(response.statusCode(), headers, response.body());
  }
}
