package dev.rollback.sandbox.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.chat.ChatMessage.Channel;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Receives messages on the loopback address: at one URL as Slack's incoming webhooks do, at another
 * one whatever is posted. A webhook's event that came before is accepted and not kept again; Slack
 * does not look for that.
 */
public final class ChatServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 256 * 1024;
  private static final int MOST = 10_000;
  private static final String WEBHOOK = "/webhook";

  private final Clock clock;
  private final String slackPath;
  private final Deque<ChatMessage> messages = new ArrayDeque<>();
  private final WebServer web;

  private ChatServer(Clock clock, String token) throws IOException {
    this.clock = clock;
    this.slackPath = "/services/" + token;
    this.web = WebServer.start(InetAddress.getLoopbackAddress(), 0, this::handle);
  }

  /**
   * Starts to listen on a free port.
   *
   * @param token the end of the URL for Slack, which is its secret: letters, digits and slashes
   * @throws IOException when no port can be bound
   */
  public static ChatServer start(Clock clock, String token) throws IOException {
    if (!token.matches("[A-Za-z0-9/]+")) {
      throw new IllegalArgumentException("a token has letters, digits and slashes");
    }
    return new ChatServer(clock, token);
  }

  /** The URL for {@code notify.slack}. */
  public URI slack() {
    return web.uri().resolve(slackPath);
  }

  /** The URL for {@code notify.webhook}. */
  public URI webhook() {
    return web.uri().resolve(WEBHOOK);
  }

  /** What was said, in order; the last 10,000. */
  public List<ChatMessage> messages() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  @Override
  public void close() {
    web.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    answer(exchange).send(exchange);
  }

  private Reply answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      return Reply.text(413, "payload_too_large");
    }
    var path = exchange.getRequestURI().getPath();
    var text = new String(body, StandardCharsets.UTF_8);
    if (path.equals(slackPath)) {
      return slack(exchange, text);
    }
    if (path.startsWith("/services/")) {
      return Reply.text(403, "invalid_token");
    }
    return path.equals(WEBHOOK) ? webhook(exchange, text) : Reply.text(404, "no_service");
  }

  private Reply slack(HttpExchange exchange, String body) {
    var payload = json(body).filter(JsonNode::isObject);
    if (!exchange.getRequestMethod().equals("POST") || payload.isEmpty()) {
      return Reply.text(400, "invalid_payload");
    }
    var text = payload.get().path("text").asText();
    if (text.isEmpty()) {
      return Reply.text(400, "no_text");
    }
    keep(exchange, Channel.SLACK, text);
    return Reply.text(200, "ok");
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Reply webhook(HttpExchange exchange, String body) {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.text(405, "method_not_allowed");
    }
    return Reply.json(
        202,
        "{\"status\":\"" + (keep(exchange, Channel.WEBHOOK, body) ? "accepted" : "known") + "\"}");
  }

  private boolean keep(HttpExchange exchange, Channel channel, String text) {
    var event = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    synchronized (messages) {
      if (channel == Channel.WEBHOOK && event.isPresent() && known(event)) {
        return false;
      }
      messages.add(new ChatMessage(clock.instant(), channel, text, event));
      if (messages.size() > MOST) {
        messages.remove();
      }
      return true;
    }
  }

  private boolean known(Optional<String> event) {
    return messages.stream()
        .anyMatch(m -> m.channel() == Channel.WEBHOOK && m.event().equals(event));
  }
}
