package dev.rollback.adapter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.sandbox.chat.ChatMessage;
import dev.rollback.sandbox.chat.ChatMessage.Channel;
import dev.rollback.sandbox.chat.ChatServer;
import dev.rollback.shape.PlanTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages to the sandbox's chat. */
class NotifySandboxTest {
  private static final PlanTime PLANNED = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));

  private final ChatServer chat = ChatServer.start(Clock.systemUTC(), "T0/B0/secret");

  NotifySandboxTest() throws IOException {}

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void whatIsSentIsKept() {
    var slack = new Slack("a \"quoted\" text", Optional.empty(), PLANNED);
    assertThat(send(chat.slack(), slack)).isEqualTo("accepted: HTTP 200 ok");
    var body = JsonNodeFactory.instance.objectNode().put("summary", "down");
    var webhook = new Webhook(body, "event-id", Optional.empty(), Webhook.Harm.REVERSIBLE, PLANNED);
    send(chat.webhook(), webhook);
    send(chat.webhook(), webhook);
    assertThat(chat.messages())
        .extracting(ChatMessage::channel)
        .containsExactly(Channel.SLACK, Channel.WEBHOOK);
    assertThat(chat.messages().getFirst().text()).startsWith("a \"quoted\" text\n`event ");
    var event = chat.messages().getLast().event().orElseThrow();
    assertThat(chat.messages().getLast().text()).contains("\"summary\":\"down\"", event);
  }

  @Test
  void anotherTokenIsRefused() {
    var slack = new Slack("text", Optional.empty(), PLANNED);
    assertThatThrownBy(() -> send(chat.slack().resolve("/services/T0/B0/other"), slack))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("HTTP 403 invalid_token");
    assertThat(chat.messages()).isEmpty();
  }

  private static String send(URI to, OneWayAction<NotifyReader, NotifyWriter> message) {
    try (var connection =
        new NotifyAdapter(Path.of(""))
            .connect(
                new NotifySettings(new SecretRef.Env("HOOK")), _ -> Sensitive.of(to.toString()))) {
      return message.execute(connection.writer());
    }
  }
}
