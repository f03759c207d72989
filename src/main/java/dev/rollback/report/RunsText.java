package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A table of runs. */
public final class RunsText {
  private RunsText() {}

  /** A run in a line. */
  @Doc("A run in a line.")
  public record Row(
      @Doc("The run's id.") String run,
      @Doc("The scenario's name.") String scenario,
      @Doc("The target's name.") String target,
      @Doc("When it began.") Instant started,
      @Doc("Whether a process is working on it.") boolean running,
      @Doc("How it ended; missing while it runs and after a crash.") Optional<Outcome> outcome,
      @Doc("Whether `resume` has something to go on with.") boolean resumable,
      @Doc("How many changes of it are still in place.") int inPlace,
      @Doc("When the first temporary change is due to be taken back.") Optional<Instant> due) {

    /** The row of a run. */
    public static Row of(RunState run, boolean running) {
      return new Row(
          run.run(),
          run.plan().scenario(),
          run.plan().target(),
          run.startedAt(),
          running,
          run.ended().map(end -> end.outcome()),
          run.resumable(),
          run.toUndo().size(),
          run.outstanding().stream().flatMap(s -> s.due().stream()).min(Instant::compareTo));
    }

    private String state() {
      return running ? "running" : outcome.map(Outcomes::shortWord).orElse("BROKEN OFF");
    }
  }

  /** The form of the JSON. */
  @Doc("Runs.")
  public record Form(@Doc("The runs.") List<Row> runs) {}

  /** The table, in the order of the rows; it ends with a line break. */
  public static String of(List<Row> rows, Layout layout) {
    var page = new Page(layout);
    if (rows.isEmpty()) {
      page.line(0, Tone.PLAIN, "No runs are recorded here.");
      return page.text();
    }
    var widths =
        List.of(
            width("RUN", rows.stream().map(Row::run).toList()),
            width("STATE", rows.stream().map(Row::state).toList()),
            width("SCENARIO", rows.stream().map(Row::scenario).toList()),
            width("TARGET", rows.stream().map(Row::target).toList()));
    page.exact(0, Tone.STRONG, line(widths, "RUN", "STATE", "SCENARIO", "TARGET", "BEGAN"));
    for (var row : rows) {
      var began = Words.moment(row.started(), layout.zone());
      page.exact(
          0,
          row.resumable() ? Tone.CARE : Tone.PLAIN,
          line(widths, row.run(), row.state(), row.scenario(), row.target(), began));
      row.due()
          .ifPresent(
              due ->
                  page.line(
                      4, Tone.CARE, "temporary changes until " + Words.moment(due, layout.zone())));
    }
    return page.text();
  }

  private static int width(String head, List<String> cells) {
    return cells.stream().mapToInt(String::length).reduce(head.length(), Math::max);
  }

  private static String line(List<Integer> widths, String... cells) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.length; i++) {
      line.append(cells[i]);
      if (i < widths.size()) {
        line.append(" ".repeat(widths.get(i) - cells[i].length() + 2));
      }
    }
    return line.toString();
  }

  /** {@code {runs}}. */
  public static JsonNode json(List<Row> rows) {
    return Codec.of(Form.class).encode(new Form(rows));
  }

  /** The same as text, indented. */
  public static String jsonText(List<Row> rows) {
    return Json.text(json(rows));
  }
}
