package dev.rollback.sandbox.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.sandbox.chat.ChatMessage.Channel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sandbox's chat takes, keeps and refuses. */
class ChatServerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ChatServer server =
      ChatServer.start(Clock.fixed(NOW, ZoneOffset.UTC), "T0/B0/secret");
  private final HttpClient client = HttpClient.newHttpClient();

  ChatServerTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aSlackMessageIsKeptByItsText() throws Exception {
    assertThat(post(server.slack(), "{\"text\":\"a \\\"quoted\\\"\\ntext é\"}", "e1").body())
        .isEqualTo("ok");
    post(server.slack(), "{\"text\":\"again\"}", "e1");
    assertThat(server.messages())
        .containsExactly(
            new ChatMessage(NOW, Channel.SLACK, "a \"quoted\"\ntext é", Optional.of("e1")),
            new ChatMessage(NOW, Channel.SLACK, "again", Optional.of("e1")));
  }

  @Test
  void anEventOfAWebhookIsKeptOnce() throws Exception {
    assertThat(post(server.webhook(), "{\"a\": 1}", "e1").body()).contains("accepted");
    assertThat(post(server.webhook(), "{\"a\": 1}", "e1").body()).contains("known");
    assertThat(post(server.webhook(), "text", "e2").statusCode()).isEqualTo(202);
    assertThat(server.messages())
        .extracting(ChatMessage::text)
        .containsExactly("{\"a\": 1}", "text");
  }

  @Test
  void whatIsNoMessageIsRefused() throws Exception {
    assertThat(refused(server.slack(), "nope")).isEqualTo("400 invalid_payload");
    assertThat(refused(server.slack(), "")).isEqualTo("400 invalid_payload");
    assertThat(refused(server.slack(), "[]")).isEqualTo("400 invalid_payload");
    assertThat(refused(server.slack(), "{\"text\":\"\"}")).isEqualTo("400 no_text");
    var wrong = server.slack().resolve("/services/T0/B0/guess");
    assertThat(refused(wrong, "{\"text\":\"x\"}")).isEqualTo("403 invalid_token");
    assertThat(refused(server.slack().resolve("/"), "x")).isEqualTo("404 no_service");
    assertThat(refused(server.webhook(), "x".repeat(300_000))).isEqualTo("413 payload_too_large");
    var get = HttpRequest.newBuilder(server.webhook()).build();
    assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void aTokenThatIsNoPartOfAUrlIsNone() {
    assertThatThrownBy(() -> ChatServer.start(Clock.systemUTC(), "a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String refused(URI to, String body) throws Exception {
    var answer = post(to, body, "e");
    return answer.statusCode() + " " + answer.body();
  }

  private HttpResponse<String> post(URI to, String body, String event) throws Exception {
    return client.send(
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", event)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
