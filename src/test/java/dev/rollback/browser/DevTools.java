package dev.rollback.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The line to a browser: commands with their answers, and events. */
final class DevTools implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Consumer<JsonNode> events;
  private final WebSocket socket;

  /** Events are given to {@code events} on another thread, in order. */
  DevTools(URI address, Consumer<JsonNode> events) {
    this.events = events;
    this.socket = client.newWebSocketBuilder().buildAsync(address, new Listener()).join();
  }

  /**
   * Sends a command to a session, or with an empty one to the browser, and waits for its answer.
   */
  JsonNode send(String session, String method, ObjectNode parameters) {
    var id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    var command = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    socket.sendText(command.toString(), true).join();
    var got = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (got.has("error")) {
      throw new IllegalStateException(method + ": " + got.get("error"));
    }
    return got.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String message) {
      try {
        var tree = mapper.readTree(message);
        if (tree.has("id")) {
          var answer = waiting.remove(tree.get("id").asInt());
          if (answer != null) {
            answer.complete(tree);
          }
        } else {
          events.accept(tree);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
