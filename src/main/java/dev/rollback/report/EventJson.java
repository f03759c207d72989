package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An event of a run for programs that follow it: what the journal has, less the states of systems,
 * which are kept there for an undo and may hold what is nobody's business (rows, variables), and
 * less the plan, which is a line of its own before the run begins.
 */
public final class EventJson {
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          "run-started", Set.of("plan"),
          "before-kept", Set.of("before", "after"),
          "drift-confirmed", Set.of("now"));

  private static final Shape.RecordOf SHAPE =
      Shapes.ofRecord(Form.class)
          .with("event", ((Shape.OneOf) Shapes.of(RunEvent.class)).without(LEFT_OUT));

  private EventJson() {}

  /** The form of the JSON. */
  @Doc("Something that happened in a run, as soon as it is in the journal.")
  public record Form(
      @Doc("The run's id.") String run,
      @Doc("The place in the journal, counted from 1 without gaps.") long seq,
      @Doc("When it was recorded.") Instant at,
      @Doc("What happened, for people; missing where there is nothing to say about it.")
          Optional<String> text,
      @Doc("What happened, as the journal has it, less the states of systems and the plan.")
          RunEvent event) {}

  /** The shape of the JSON. */
  public static Shape.RecordOf shape() {
    return SHAPE;
  }

  /**
   * An entry.
   *
   * @param words of the same run, told all its entries in order
   */
  public static JsonNode of(String run, JournalEntry entry, EventText words) {
    return Codec.of(Form.class, SHAPE)
        .encode(new Form(run, entry.seq(), entry.at(), words.what(entry), entry.event()));
  }
}
