package dev.rollback.report;

import dev.rollback.action.Undo;
import dev.rollback.plan.Drifted;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.UndoPreview.Found;
import java.util.List;
import java.util.Map;

/** What an undo of a run would take back, the last change first; and what a redo would put back. */
public final class UndoText {
  private static final int LABELS = 10;

  private final Page page;

  private UndoText(RunState run, String what, Layout layout) {
    this.page = new Page(layout);
    page.line(
        0,
        Tone.STRONG,
        "%s of run %s: %s on %s"
            .formatted(what, run.run(), run.plan().scenario(), run.plan().target()));
    page.blank();
  }

  /** The whole list, with what the systems are like now; it ends with a line break. */
  public static String of(RunState run, Map<String, Found> found, Layout layout) {
    var text = new UndoText(run, "Undo", layout);
    found.forEach(
        (step, now) ->
            run.plan().all().filter(p -> p.id().equals(step)).forEach(p -> text.step(p, now)));
    return text.page.text();
  }

  /** What would be put back; it ends with a line break. */
  public static String ofRedo(RunState run, List<String> steps, Layout layout) {
    var text = new UndoText(run, "Redo", layout);
    for (var step : run.toRedo()) {
      if (steps.isEmpty() || steps.contains(step.id())) {
        run.plan().all().filter(p -> p.id().equals(step.id())).forEach(text::forwards);
      }
    }
    return text.page.text();
  }

  private void forwards(PlannedStep step) {
    head(step);
    if (step instanceof PlannedStep.Change c) {
      new DiffText(page, 6).write(c.diff());
    }
  }

  private void head(PlannedStep step) {
    page.line(2, Tone.PLAIN, step.id() + ": " + step.name());
    switch (step) {
      case PlannedStep.Change c -> page.line(6, Tone.QUIET, c.target().label());
      case PlannedStep.Deferred d -> page.line(6, Tone.QUIET, d.target().label());
      case PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ -> {}
    }
  }

  private void step(PlannedStep step, Found now) {
    head(step);
    switch (now) {
      case Found.AsWritten _ -> back(step);
      case Found.AsBefore _ -> page.line(6, Tone.QUIET, "as before already: nothing to take back");
      case Found.Partway _ -> {
        back(step);
        page.line(6, Tone.CARE, "it is on the way between the two, and is brought back from there");
      }
      case Found.Changed(var fields) -> changed(fields);
      case Found.Later(var after) ->
          page.line(6, Tone.CARE, "looked at in its turn, when " + after + " is taken back");
      case Found.Impossible(var why) -> page.line(6, Tone.CARE, Words.undo(Undo.impossible(why)));
      case Found.Unreadable(var why, var advice) ->
          page.line(6, Tone.BAD, "cannot be read now: " + EventText.sentences(why, advice));
    }
  }

  private void back(PlannedStep step) {
    if (step instanceof PlannedStep.Change c) {
      new DiffText(page, 6).write(backwards(c.diff()));
    }
  }

  private void changed(List<Drifted> fields) {
    page.line(6, Tone.BAD, "SOMEBODY ELSE HAS CHANGED IT SINCE");
    for (var field : fields) {
      page.line(6, Tone.PLAIN, field.field());
      page.entry(8, "before", LABELS, text(field.before()));
      page.entry(8, "we wrote", LABELS, text(field.wrote()));
      page.entry(8, Tone.CARE, "now", LABELS, Tone.CARE, text(field.now()));
    }
  }

  private static String text(java.util.Optional<String> value) {
    return value.orElse("(not there)");
  }

  private static List<FieldChange> backwards(List<FieldChange> diff) {
    return diff.stream().map(d -> new FieldChange(d.field(), d.after(), d.before())).toList();
  }
}
