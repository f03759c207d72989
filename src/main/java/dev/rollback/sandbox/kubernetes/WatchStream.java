package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One watch by plain HTTP: a line of JSON for each change, until a time-out or the client leaves.
 */
final class WatchStream implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final ObjectMapper json;
  private final ObjectStore store;
  private final ApiPath path;
  private final ApiRequest request;
  private final Selector selector;
  // An empty element is the end.
  private final BlockingQueue<Optional<ChangeEvent>> events = new LinkedBlockingQueue<>();

  WatchStream(ObjectMapper json, ObjectStore store, ApiPath path, ApiRequest request) {
    this.json = json;
    this.store = store;
    this.path = path;
    this.request = request;
    this.selector = request.selector();
  }

  void run(HttpExchange exchange) throws IOException {
    Consumer<ChangeEvent> listener = event -> events.add(Optional.of(event));
    String from = request.parameter("resourceVersion");
    boolean present = from.isEmpty() || from.equals("0");
    long version = present ? store.version() : Long.parseLong(from);
    var known =
        present ? store.list(path.type(), path.namespace(), selector) : List.<ObjectNode>of();
    store.listen(version, listener);
    try {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (ObjectNode object : known) {
        line(out, ChangeEvent.Kind.ADDED, object);
      }
      out.flush();
      forward(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.unlisten(listener);
    }
  }

  @Override
  public void close() {
    events.add(Optional.empty());
  }

  private void forward(OutputStream out) throws IOException, InterruptedException {
    String asked = request.parameter("timeoutSeconds");
    Duration limit = asked.isEmpty() ? LONGEST : Duration.ofSeconds(Long.parseLong(asked));
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      var next = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null || next.isEmpty()) {
        return;
      }
      ChangeEvent event = next.get();
      if (concerns(event)) {
        line(out, event.kind(), event.object());
        out.flush();
      }
    }
  }

  private boolean concerns(ChangeEvent event) {
    boolean here =
        path.namespace().isEmpty()
            || event.object().at("/metadata/namespace").asText().equals(path.namespace());
    boolean named =
        path.name().isEmpty() || event.object().at("/metadata/name").asText().equals(path.name());
    return event.type() == path.type() && here && named && selector.matches(event.object());
  }

  private void line(OutputStream out, ChangeEvent.Kind kind, ObjectNode object) throws IOException {
    ObjectNode line = json.createObjectNode().put("type", kind.name());
    line.set("object", object);
    out.write(json.writeValueAsBytes(line));
    out.write('\n');
  }
}
