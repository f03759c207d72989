package dev.rollback.adapter.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code notify.slack}: a message to a channel, by an incoming webhook. */
@Doc(
    "Sends a message by an incoming webhook of Slack, or of what takes the same: Mattermost,"
        + " Rocket.Chat. Its last line is the event, so that it can be found where nobody knows"
        + " whether it arrived.")
public record Slack(
    @Doc("The message, in Slack's own markup.") String text,
    @Doc("Tells apart two messages of one plan that say the same.") Optional<String> event,
    @Doc("The moment of the plan.") PlanTime at)
    implements TimedOneWayAction<NotifyReader, NotifyWriter> {
  private static final int LONGEST = 30_000;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when Slack would not take the text
   */
  public Slack {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the text is empty");
    }
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("the text is longer than 30,000 characters");
    }
  }

  /** A message whose text holds no markup: what looks like some is shown as it stands. */
  static Slack plain(String text, String event, Instant planned) {
    var shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return new Slack(shown, Optional.of(event), new PlanTime(planned));
  }

  private String id() {
    return Message.event(at.at(), List.of("slack", text, event.orElse("")));
  }

  private Message message() {
    var lines = text.stripTrailing() + "\n`event " + id() + "`";
    var body = JsonNodeFactory.instance.objectNode().put("text", lines);
    return new Message(id(), "application/json", body.toString());
  }

  @Override
  public Target target() {
    return Target.of("message", id());
  }

  @Override
  public List<Requirement<NotifyReader>> requirements() {
    return List.of(Requirement.apply("a URL to send it to", NotifyReader::usable));
  }

  /** It cannot be taken back, and does no harm. */
  @Override
  public Risk risk() {
    return Risk.REVERSIBLE;
  }

  @Override
  public String preview() {
    return message().preview();
  }

  @Override
  public String execute(NotifyWriter system) {
    return execute(system, _ -> {});
  }

  @Override
  public String execute(NotifyWriter system, Consumer<String> progress) {
    return system.send(message(), Optional.empty(), progress);
  }

  @Override
  public String execute(NotifyWriter system, Duration patience, Consumer<String> progress) {
    return system.send(message(), Optional.of(patience), progress);
  }
}
