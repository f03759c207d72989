package dev.rollback.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A real HTTP server on the loopback address, which keeps what it was asked. */
public final class TestSite implements AutoCloseable {
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** A request that came in whole. */
  public record Asked(
      String method, String target, com.sun.net.httpserver.Headers headers, String body) {
    /** A header's first value, or nothing. */
    public String header(String name) {
      return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }
  }

  /** What is answered. */
  public record Reply(int status, String body, Map<String, String> headers) {
    /** No answer: the server hangs up. */
    public static final Reply NONE = new Reply(0, "");

    /** Without headers of its own. */
    public Reply(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /** Answers each request. */
  @FunctionalInterface
  public interface Answering {
    /** The answer to this request. */
    Reply to(Asked asked);
  }

  private TestSite(HttpServer server) {
    this.server = server;
  }

  /** Answers by this rule, whatever the path. */
  public static TestSite answering(Answering rule) {
    return serving((site, exchange) -> site.reply(exchange, rule.to(site.read(exchange))));
  }

  /** Reads each request whole, and then says nothing until it is closed. */
  public static TestSite silent() {
    return serving(
        (site, exchange) -> {
          site.read(exchange);
          site.awaitEnd();
        });
  }

  /** Reads each request whole, and hangs up. */
  public static TestSite hangingUp() {
    return answering(_ -> Reply.NONE);
  }

  private interface Handling {
    void handle(TestSite site, HttpExchange exchange) throws IOException;
  }

  private static TestSite serving(Handling handling) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var site = new TestSite(server);
      HttpHandler handler = exchange -> handling.handle(site, exchange);
      server.createContext("/", handler);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return site;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Asked read(HttpExchange exchange) throws IOException {
    var request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    asked.add(request);
    return request;
  }

  private void reply(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.equals(Reply.NONE)) {
      exchange.close();
      return;
    }
    var bytes = reply.body().getBytes(UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it was asked so far, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Its base URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A URL of the loopback address at which nothing listens. */
  public static String nowhere() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
