package dev.rollback.sandbox.web;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One HTTP server, with a virtual thread for each request. */
public final class WebServer implements AutoCloseable {
  private static final int DRAIN_SECONDS = 1;
  private static final int BACKLOG = 256;

  private final HttpServer server;
  private final ExecutorService threads;

  private WebServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen.
   *
   * @param host the address to bind
   * @param port the port to bind; 0 takes any free one
   * @param handler answers every request; what it throws ends that connection only
   * @throws IOException when the address cannot be bound
   */
  public static WebServer start(InetAddress host, int port, HttpHandler handler)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new WebServer(server, threads);
  }

  /** The address that clients use, without a path. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Accepts nothing more, lets running requests finish for a second, then drops the rest. */
  @Override
  public void close() {
    server.stop(DRAIN_SECONDS);
    threads.shutdownNow();
  }
}
