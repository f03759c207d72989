package dev.rollback.adapter.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code notify.webhook}: a POST to whatever takes one. */
@Doc(
    "Sends a POST to a webhook. Its event is the header Idempotency-Key, and a field of a body that"
        + " is a mapping: the same after a crash, another one in another run.")
public record Webhook(
    @Doc("What is sent: a text as it stands; a mapping or a list as JSON.") JsonNode body,
    @Doc(
            "The field of a mapping that the event is put into, such as dedup_key for PagerDuty; an"
                + " empty text: none.")
        @Default("event-id")
        String eventField,
    @Doc("Tells apart two messages of one plan that say the same.") Optional<String> event,
    @Doc(
            "How much harm it can do: `reversible` for a message, `disruptive` or `destructive` for"
                + " a receiver that acts on it.")
        @Default("reversible")
        Harm harm,
    @Doc("The moment of the plan.") PlanTime at)
    implements TimedOneWayAction<NotifyReader, NotifyWriter> {

  /** How much harm it can do. */
  public enum Harm {
    /** None: somebody is told something. */
    REVERSIBLE,
    /** Users may notice. */
    DISRUPTIVE,
    /** Something may be gone for good. */
    DESTRUCTIVE
  }

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the field of the event is taken
   */
  public Webhook {
    if (body.isNull()) {
      throw new IllegalArgumentException("the body is empty");
    }
    if (!eventField.isEmpty() && body.has(eventField)) {
      throw new IllegalArgumentException(
          "the body has a field '"
              + eventField
              + "' already, where the event is put; name another one: `event-field`");
    }
  }

  private String id() {
    return Message.event(at.at(), List.of("webhook", body.toString(), event.orElse("")));
  }

  private Message message() {
    var whole = body.deepCopy();
    if (whole instanceof ObjectNode object && !eventField.isEmpty()) {
      object.put(eventField, id());
    }
    return whole.isTextual()
        ? new Message(id(), "text/plain; charset=utf-8", whole.textValue())
        : new Message(id(), "application/json", whole.toString());
  }

  @Override
  public Target target() {
    return Target.of("message", id());
  }

  @Override
  public List<Requirement<NotifyReader>> requirements() {
    return List.of(Requirement.apply("a URL to send it to", NotifyReader::usable));
  }

  @Override
  public Risk risk() {
    return switch (harm) {
      case REVERSIBLE -> Risk.REVERSIBLE;
      case DISRUPTIVE -> Risk.DISRUPTIVE;
      case DESTRUCTIVE -> Risk.DESTRUCTIVE;
    };
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
