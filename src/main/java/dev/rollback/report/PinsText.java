package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Pin;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;

/** What a target's systems are, beside what they are pinned to. */
public final class PinsText {
  private static final int LABELS = 12;

  private PinsText() {}

  /** How a pin and a system stand to each other. */
  public enum State {
    /** The system is the one that is pinned. */
    HOLDS,
    /** It was not pinned. */
    NEW,
    /** It is pinned to another one. */
    OTHER
  }

  /** One system. */
  @Doc("A system and its pin.")
  public record Row(
      @Doc("The system and the connection: kubernetes, redis.sessions.") String connection,
      @Doc("How the pin and the system stand to each other.") State state,
      @Doc("What it is pinned to.") Map<String, String> was,
      @Doc("What the system says that it is.") Map<String, String> is) {}

  /** The form of the JSON. */
  @Doc("What a target's systems are, beside what they are pinned to.")
  public record Form(
      @Doc("The target's name.") String target,
      @Doc("The file that holds the pins.") String file,
      @Doc("Whether they were written into it.") boolean written,
      @Doc("Each system that tells what it is.") List<Row> systems) {}

  /** For other programs. */
  public static JsonNode json(String target, String file, boolean written, List<Row> rows) {
    return Codec.of(Form.class).encode(new Form(target, file, written, rows));
  }

  /** A paragraph; it ends with a line break. */
  public static String of(String target, List<Row> rows, Layout layout) {
    var page = new Page(layout);
    page.line(0, Tone.STRONG, target);
    if (rows.isEmpty()) {
      page.line(2, Tone.PLAIN, "None of its systems tells what it is.");
    }
    for (var row : rows) {
      switch (row.state()) {
        case HOLDS -> page.entry(2, row.connection(), LABELS, "as pinned: " + Pin.label(row.was()));
        case NEW ->
            page.entry(2, row.connection(), LABELS, "not pinned; is " + Pin.label(row.is()));
        case OTHER -> {
          page.entry(
              2,
              Tone.PLAIN,
              row.connection(),
              LABELS,
              Tone.BAD,
              "ANOTHER SYSTEM: pinned to " + Pin.label(row.was()));
          page.entry(2, "", LABELS, "it is " + Pin.label(row.is()));
        }
      }
    }
    return page.text();
  }
}
