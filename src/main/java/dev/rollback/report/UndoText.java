package dev.rollback.report;

import dev.rollback.action.Undo;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.List;

/** What an undo of a run would take back, the last change first. */
public final class UndoText {
  private UndoText() {}

  /** The whole list; it ends with a line break. */
  public static String of(RunState run, Layout layout) {
    var page = new Page(layout);
    page.line(
        0,
        Tone.STRONG,
        "Undo of run %s: %s on %s"
            .formatted(run.run(), run.plan().scenario(), run.plan().target()));
    page.blank();
    for (var step : run.toUndo()) {
      run.plan().all().filter(p -> p.id().equals(step.id())).forEach(p -> step(page, step, p));
    }
    return page.text();
  }

  private static void step(Page page, StepState step, PlannedStep planned) {
    page.line(2, Tone.PLAIN, step.id() + ": " + planned.name());
    switch (planned) {
      case PlannedStep.Change c -> change(page, c);
      case PlannedStep.Deferred d -> undo(page, d.undo());
      case PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ -> {}
    }
  }

  private static void change(Page page, PlannedStep.Change change) {
    switch (change.undo()) {
      case Undo.Restore _ -> {
        page.line(6, Tone.QUIET, change.target().label());
        new DiffText(page, 6).write(backwards(change.diff()));
      }
      case Undo.Impossible _ -> undo(page, change.undo());
    }
  }

  private static List<FieldChange> backwards(List<FieldChange> diff) {
    return diff.stream().map(d -> new FieldChange(d.field(), d.after(), d.before())).toList();
  }

  private static void undo(Page page, Undo undo) {
    page.line(6, Tone.CARE, Words.undo(undo));
  }
}
