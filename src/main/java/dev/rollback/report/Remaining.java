package dev.rollback.report;

import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.shape.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is left to do after a run, in the order in which it should be done. */
@Doc("Something that is left to do.")
public record Remaining(
    @Doc("The command, to be copied; empty where a person has to look for themselves.")
        String command,
    @Doc("What it does, or what is to be done.") String what) {

  /**
   * What is left.
   *
   * @param running whether a process is working on the run: then there is nothing to do but wait
   */
  public static List<Remaining> of(RunState run, boolean running) {
    var left = new ArrayList<Remaining>();
    if (!running) {
      run.steps().values().forEach(step -> look(step, left));
      commands(run, left);
    }
    if (!run.outstanding().isEmpty()) {
      left.add(
          new Remaining(
              "rollback due",
              "takes back the temporary changes that are due; run it from a timer"));
    }
    return List.copyOf(left);
  }

  private static void look(StepState step, List<Remaining> left) {
    if (step.unknown()) {
      unknown(step).ifPresent(what -> left.add(new Remaining("", "find out whether " + what)));
    }
    if (!step.advice().isBlank()) {
      left.add(new Remaining("", step.id() + ": " + step.advice()));
    }
  }

  private static Optional<String> unknown(StepState step) {
    return switch (step.phase()) {
      case FAILED -> Optional.of(step.id() + " has taken effect");
      case UNDO_FAILED -> Optional.of(step.id() + " has been taken back");
      case REDO_FAILED -> Optional.of(step.id() + " has been put back");
      case PENDING,
          RUNNING,
          CHANGED,
          ALREADY,
          PASSED,
          KEPT,
          CONFIRMED,
          SKIPPED,
          UNDOING,
          UNDONE,
          REDOING ->
          Optional.empty();
    };
  }

  private static void commands(RunState run, List<Remaining> left) {
    var undoing = run.undoing().isPresent();
    if (run.resumable() && !undoing) {
      var waiting = waiting(run);
      waiting.ifPresent(missing -> approvals(run, missing, left));
      left.add(
          new Remaining(
              "rollback resume " + run.run() + waiting.map(_ -> " --approval FILE").orElse(""),
              "goes on with " + next(run)));
    }
    if (run.mayHaveChanged()) {
      var changes = Words.count(run.toUndo().size(), "change");
      left.add(
          new Remaining(
              "rollback undo " + run.run(),
              (undoing ? "goes on taking back " : "takes back ") + changes + ", the last first"));
    }
  }

  /** The gate that the run has stopped at for want of signed approvals. */
  private static Optional<RunEvent.ApprovalsMissing> waiting(RunState run) {
    return run.timeline().reversed().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.ApprovalsMissing.class::isInstance)
        .map(RunEvent.ApprovalsMissing.class::cast)
        .filter(e -> !run.step(e.step()).phase().done())
        .findFirst();
  }

  private static void approvals(
      RunState run, RunEvent.ApprovalsMissing missing, List<Remaining> left) {
    left.add(
        new Remaining(
            "rollback show " + run.run() + " --plan -o plan.json",
            "writes the plan, for those who are to approve"));
    left.add(
        new Remaining(
            "rollback approve plan.json --gate " + missing.step(),
            "on a machine of their own: %s of role %s, other than who runs this; each makes a FILE"
                .formatted(Words.count(missing.needed(), "person"), missing.role())));
  }

  private static String next(RunState run) {
    var names = new StepNames(run.plan());
    return run.plan()
        .all()
        .filter(s -> names.number(s.id()).isPresent())
        .filter(s -> !run.step(s.id()).phase().done())
        .filter(s -> run.step(s.id()).phase() != StepState.Phase.UNDONE)
        .findFirst()
        .map(s -> "step " + names.number(s.id()).orElseThrow() + ", " + s.id())
        .orElse("the checks after the steps");
  }
}
