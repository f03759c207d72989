package dev.rollback.report;

import static dev.rollback.report.Inline.code;
import static dev.rollback.report.Inline.text;

import dev.rollback.report.Report.Place;
import dev.rollback.run.StepState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was done in a run: when, which steps, and what they changed. */
final class WorkChapters {
  private static final Inline COMMA = new Inline.Text(", ");

  private final Report report;
  private final ZoneId zone;
  private final Map<String, List<Report.Span>> spans;

  WorkChapters(Report report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
    this.spans = report.spans().stream().collect(Collectors.groupingBy(Report.Span::step));
  }

  List<Block> timeline() {
    var events =
        report.timeline().stream().map(h -> List.of(text(time(h.at())), text(h.what()))).toList();
    return List.of(
        new Block.Timeline(lanes()),
        new Block.Table(
            "What happened, in order",
            List.of("Time (" + zone.getId().replace("Z", "UTC") + ")", "Event"),
            events));
  }

  private Lanes lanes() {
    var lanes = new ArrayList<Lanes.Lane>();
    for (var step : report.steps()) {
      var spans = spans(step.id());
      if (!spans.isEmpty()) {
        lanes.add(
            new Lanes.Lane(
                Optional.of(step.number()),
                ReportChapters.title(step.id(), step.name()),
                Outcomes.word(step),
                Outcomes.tone(step.phase()),
                spans));
      }
    }
    for (var check : report.checks()) {
      var spans = check.place() == Place.AFTER ? spans(check.id()) : List.<Report.Span>of();
      if (!spans.isEmpty()) {
        lanes.add(lane(check, spans));
      }
    }
    var pauses = spans("");
    if (!pauses.isEmpty()) {
      lanes.add(new Lanes.Lane(Optional.empty(), "The run was at rest", "", Tone.QUIET, pauses));
    }
    return new Lanes(report.started(), report.last(), lanes, report.marks(), zone);
  }

  private static Lanes.Lane lane(Report.Judged check, List<Report.Span> spans) {
    var verdict = check.result().map(r -> r.verdict());
    return new Lanes.Lane(
        Optional.empty(),
        ReportChapters.title(check.id(), check.name()),
        verdict.map(ChecksText::verdict).orElse("not read"),
        verdict.map(ChecksText::tone).orElse(Tone.QUIET),
        spans);
  }

  private List<Report.Span> spans(String step) {
    return spans.getOrDefault(step, List.of());
  }

  Block steps() {
    return new Block.Table(
        "The steps, in the order of the plan",
        List.of("#", "State", "Took", "Step", "Action", "Target", "Note"),
        report.steps().stream().map(WorkChapters::row).toList());
  }

  private static List<List<Inline>> row(Report.Step step) {
    return List.of(
        text(String.valueOf(step.number())),
        Inline.of(new Inline.State(Outcomes.word(step.phase()), Outcomes.tone(step.phase()))),
        text(step.took().map(Words::duration).orElse("")),
        text(ReportChapters.title(step.id(), step.name())),
        code(step.action()),
        code(step.target()),
        text(step.note()));
  }

  List<Block> changes() {
    return report.steps().stream()
        .filter(Report.Step::acted)
        .<Block>map(
            step ->
                new Block.Part(
                    ReportChapters.title(step.id(), step.name()), WorkChapters.change(step)))
        .toList();
  }

  private static List<Block> change(Report.Step step) {
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Paragraph(
            Inline.join(
                step.target().isBlank()
                    ? List.of()
                    : Inline.of(new Inline.Code(step.target()), COMMA),
                Inline.of(
                    new Inline.State(Outcomes.word(step), Outcomes.tone(step.phase())),
                    new Inline.Text(took(step))))));
    if (step.kept()) {
      blocks.add(new Block.Changes(step.diff()));
    }
    step.sent().ifPresent(sent -> sent(sent, step.note(), blocks));
    return blocks;
  }

  /** What was sent or started stays so, and what came of it belongs to it. */
  private static void sent(String sent, String note, List<Block> blocks) {
    blocks.add(new Block.Lines(sent));
    if (!note.isBlank()) {
      blocks.add(new Block.Paragraph(text(note)));
    }
  }

  private static String took(Report.Step step) {
    var back =
        step.phase() == StepState.Phase.UNDONE || step.phase() == StepState.Phase.UNDO_FAILED;
    var time = back ? step.undoTook() : step.took();
    return time.map(d -> " in " + Words.duration(d)).orElse("");
  }

  private String time(Instant at) {
    return Words.time(at, zone);
  }
}
