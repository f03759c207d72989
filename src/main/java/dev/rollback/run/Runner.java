package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.List;

/**
 * Executes an approved plan: its steps in order, then the reverts of what was temporary, then the
 * checks that decide. Everything it does is an event first, so that another process can go on from
 * wherever this one ends.
 */
public final class Runner {
  private final BoundScenario scenario;
  private final Recorder recorder;
  private final Conditions conditions;
  private final StepRunner steps;

  private Runner(BoundScenario scenario, Recorder recorder, Conditions conditions) {
    this.scenario = scenario;
    this.recorder = recorder;
    this.conditions = conditions;
    this.steps = new StepRunner(scenario, recorder, conditions);
  }

  /** Who runs it and with what. */
  public record Operator(String by, String host, String version) {}

  /** Begins a run; nothing but an approved plan can be run. */
  public static Runner start(
      String run,
      ApprovedPlan approved,
      BoundScenario scenario,
      Journal journal,
      Operator operator,
      Conditions conditions) {
    var started =
        new RunEvent.RunStarted(
            run,
            approved.plan(),
            approved.digest(),
            approved.approval(),
            operator.by(),
            operator.host(),
            operator.version());
    return new Runner(
        scenario, Recorder.begin(journal, started, conditions.listener()), conditions);
  }

  /**
   * Goes on with a run of which a journal is there.
   *
   * @param scenario bound from the runbook and the parameters that the journal holds
   */
  public static Runner resume(
      BoundScenario scenario, Journal journal, Operator operator, Conditions conditions) {
    var recorder = Recorder.continuing(journal, conditions.listener());
    recorder.record(new RunEvent.Resumed(operator.by(), operator.host(), operator.version()));
    return new Runner(scenario, recorder, conditions);
  }

  /** What is known about the run. */
  public RunState state() {
    return recorder.state();
  }

  /** Does what is left to do, to the end or to where it has to stop. */
  public Outcome run() {
    var undoing = recorder.state().undoing();
    if (undoing.isPresent()) {
      return undoAll(undoing.get());
    }
    return switch (steps.steps(recorder.state().plan().steps())) {
      case StepResult.Done _ -> verify();
      case StepResult.Stopped(var why) -> end(Outcome.STOPPED_AT_GATE, why);
      case StepResult.Interrupted(var by) -> interrupted(by);
      case StepResult.Left(var why) -> end(Outcome.OPERATOR_NEEDED, why);
      case StepResult.Failed(var why, var _, var _, var _) -> afterFailure(why);
    };
  }

  /** Takes back everything that the run has changed. */
  public Outcome undo(String why, String by) {
    recorder.record(new RunEvent.UndoStarted(why, by));
    return undoAll(why);
  }

  /** Takes back temporary changes whose time is over; the run's outcome stays what it was. */
  public Outcome revertDue(List<String> due) {
    var before = endedAs();
    due.stream().map(recorder::step).forEach(steps::revert);
    if (recorder.state().outstanding().stream().map(StepState::id).anyMatch(due::contains)) {
      return end(
          Outcome.OPERATOR_NEEDED, "temporary changes whose time is over are still in place");
    }
    return end(before, "temporary changes were taken back when their time was over");
  }

  /** How the run had ended before this process went on with it. */
  private Outcome endedAs() {
    return recorder.state().timeline().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.RunEnded.class::isInstance)
        .map(e -> ((RunEvent.RunEnded) e).outcome())
        .reduce((_, later) -> later)
        .orElse(Outcome.INTERRUPTED);
  }

  private Outcome afterFailure(String why) {
    if (recorder.state().written().isEmpty() && !oneWayBegan()) {
      return end(Outcome.REFUSED, why);
    }
    return undo("it failed: " + why, "the runbook");
  }

  /** Reverts what was temporary, then asks the checks that decide. */
  private Outcome verify() {
    for (var step : recorder.state().toUndo()) {
      if (steps.isUntilRunEnds(step.id()) && !steps.revert(step)) {
        return end(
            Outcome.OPERATOR_NEEDED, "the temporary change '" + step.id() + "' is still in place");
      }
    }
    var failed =
        scenario.after().stream().filter(c -> !steps.passes(c)).map(BoundStep::id).toList();
    var requested = conditions.stop().requested();
    if (!failed.isEmpty() && requested.isPresent()) {
      return interrupted(requested.get());
    }
    if (failed.isEmpty()) {
      return succeeded();
    }
    return afterFailedVerification("did not pass: " + String.join(", ", failed), failed.getFirst());
  }

  private Outcome afterFailedVerification(String why, String check) {
    var remedy =
        conditions
            .gatekeeper()
            .onFailure(check, why, "Look at what it read.", Gatekeeper.Remedy.UNDO);
    var requested = conditions.stop().requested();
    if (requested.isPresent()) {
      return interrupted(requested.get());
    }
    return switch (remedy) {
      case RETRY -> verify();
      case STOP, CONTINUE -> end(Outcome.OPERATOR_NEEDED, why);
      case UNDO ->
          recorder.state().mayHaveChanged()
              ? undo("it failed: " + why, "the checks")
              : unverified(why);
    };
  }

  /** There is nothing to take back, and it does not work: a person is needed. */
  private Outcome unverified(String why) {
    return end(Outcome.OPERATOR_NEEDED, why);
  }

  private boolean oneWayBegan() {
    return recorder
        .state()
        .plan()
        .all()
        .filter(PlannedStep.OneWay.class::isInstance)
        .anyMatch(s -> recorder.step(s.id()).attempts() > 0);
  }

  private Outcome succeeded() {
    var changed = !recorder.state().written().isEmpty() || oneWayBegan();
    return end(changed ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO, "");
  }

  private Outcome undoAll(String why) {
    for (var step : recorder.state().toUndo()) {
      var requested = conditions.stop().requested();
      if (requested.isPresent()) {
        return interrupted(requested.get());
      }
      steps.revert(step);
    }
    var left = recorder.state().toUndo().stream().map(StepState::id).toList();
    if (left.isEmpty() && !oneWayBegan()) {
      return end(Outcome.UNDONE, why);
    }
    return end(
        Outcome.OPERATOR_NEEDED,
        left.isEmpty()
            ? why + "; what was sent or started cannot be taken back"
            : why + "; still in place: " + String.join(", ", left));
  }

  private Outcome interrupted(String by) {
    recorder.record(new RunEvent.Interrupted(by));
    return end(Outcome.INTERRUPTED, "interrupted by " + by);
  }

  private Outcome end(Outcome outcome, String why) {
    try {
      recorder.record(new RunEvent.RunEnded(outcome, why));
    } catch (SystemException e) {
      // The run ended as it did; that this could not be written down must not hide how.
      throw SystemException.unknown(
          "the run ended (" + outcome + "), but that is not in the journal: " + e.problem(),
          e.advice().orElse("Free the disk, then resume the run."),
          e);
    }
    return outcome;
  }
}
