package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table of drills. */
public final class DrillsText {
  private static final List<String> HEAD =
      List.of("FAULT", "FOUND", "HEALED", "IN", "DOWNTIME", "FAILED", "UNDO");

  private static final int INDENT = 2;
  private static final int GAP = 2;

  private DrillsText() {}

  /** The form of the JSON. */
  @Doc("Drills.")
  public record Form(@Doc("The drills, in their order.") List<DrillResult> drills) {}

  /** The JSON document. */
  public static JsonNode json(List<DrillResult> drills) {
    return Codec.of(Form.class).encode(new Form(drills));
  }

  /**
   * The table, by scenario, and beneath it what was not as it should be; it ends with a line break.
   * Where a line is too narrow for the columns, they are written one after the other.
   */
  public static String of(List<DrillResult> drills, Layout layout) {
    var page = new Page(layout);
    var widths = widths(drills);
    var fits = INDENT + widths.stream().mapToInt(w -> w + GAP).sum() - GAP <= layout.width();
    if (fits) {
      page.exact(INDENT, Tone.STRONG, line(widths, HEAD));
    }
    drills.stream()
        .collect(
            Collectors.groupingBy(DrillsText::heading, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (heading, ofScenario) -> {
              page.line(0, Tone.STRONG, heading);
              ofScenario.forEach(
                  d -> {
                    var tone = d.good() ? Tone.PLAIN : Tone.CARE;
                    if (fits) {
                      page.exact(INDENT, tone, line(widths, cells(d)));
                    } else {
                      page.line(INDENT, tone, words(d));
                    }
                  });
            });
    page.blank();
    drills.forEach(d -> remarks(page, d));
    var good = drills.stream().filter(DrillResult::good).count();
    page.line(
        0,
        Tone.STRONG,
        "%d of %d faults detected, healed and undone as foretold.".formatted(good, drills.size()));
    return page.text();
  }

  private static List<Integer> widths(List<DrillResult> drills) {
    var rows = drills.stream().map(DrillsText::cells).toList();
    return IntStream.range(0, HEAD.size())
        .map(
            i ->
                Stream.concat(Stream.of(HEAD), rows.stream())
                    .mapToInt(row -> row.get(i).length())
                    .max()
                    .orElse(0))
        .boxed()
        .toList();
  }

  private static String heading(DrillResult drill) {
    return drill.scenario()
        + drill.estimate().map(e -> ", by hand " + Words.duration(e)).orElse("");
  }

  private static String words(DrillResult drill) {
    var cells = cells(drill);
    return cells.getFirst()
        + IntStream.range(1, HEAD.size())
            .mapToObj(i -> HEAD.get(i).toLowerCase(Locale.ROOT) + " " + cells.get(i))
            .collect(Collectors.joining(", ", ": ", ""));
  }

  private static void remarks(Page page, DrillResult drill) {
    var name = drill.scenario() + ", " + drill.fault() + ": ";
    drill.wrong().ifPresent(why -> page.line(0, Tone.CARE, name + why));
    if (!drill.undone().notBack().isEmpty()) {
      page.line(
          0,
          drill.undone().asForetold() ? Tone.PLAIN : Tone.CARE,
          name
              + "not as before after the undo: "
              + String.join(", ", drill.undone().notBack())
              + (drill.undone().foretold().isEmpty()
                  ? "; no step said so"
                  : "; the plan says that these steps cannot be undone: "
                      + String.join(", ", drill.undone().foretold())));
    }
  }

  private static List<String> cells(DrillResult drill) {
    return List.of(
        drill.fault(),
        drill.detected() ? "yes" : "NO",
        drill.healed() ? "yes" : "NO",
        seconds(drill.recovered()),
        seconds(drill.downtime()),
        drill.failed() + " of " + drill.attempts(),
        undo(drill.undone()));
  }

  private static String undo(DrillResult.Undone undone) {
    if (!undone.tried()) {
      return "-";
    }
    if (undone.notBack().isEmpty()) {
      return "exact";
    }
    return undone.asForetold() ? "as foretold" : "NOT EXACT";
  }

  private static String seconds(Optional<Duration> duration) {
    return duration
        .map(d -> String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0))
        .orElse("-");
  }

  private static String line(List<Integer> widths, List<String> cells) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.size(); i++) {
      line.append(cells.get(i));
      if (i + 1 < cells.size()) {
        line.repeat(" ", widths.get(i) - cells.get(i).length() + GAP);
      }
    }
    return line.toString();
  }
}
