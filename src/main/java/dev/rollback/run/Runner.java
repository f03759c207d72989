package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.BoundScenario;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private Watch watch;

  private Runner(BoundScenario scenario, Recorder recorder, Conditions conditions) {
    this.scenario = scenario;
    this.recorder = recorder;
    this.conditions = conditions;
    this.steps = new StepRunner(scenario, recorder, conditions);
    this.watch = new Watch(scenario, recorder, conditions);
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
    var recorder = Recorder.begin(journal, started, conditions.listener());
    conditions.tenure().taken().ifPresent(recorder::record);
    return new Runner(scenario, recorder, conditions);
  }

  /**
   * Goes on with a run of which a journal is there.
   *
   * @param scenario bound from the runbook and the parameters that the journal holds
   * @param changed what is not as it was when the run began, and does not keep it from going on
   */
  public static Runner resume(
      BoundScenario scenario,
      Journal journal,
      Operator operator,
      List<String> changed,
      Conditions conditions) {
    var recorder = Recorder.continuing(journal, conditions.listener());
    var earlier = recorder.state().lease();
    recorder.record(
        new RunEvent.Resumed(operator.by(), operator.host(), operator.version(), changed));
    conditions.tenure().taken().ifPresent(taken -> record(recorder, earlier, taken));
    return new Runner(scenario, recorder, conditions);
  }

  /** Where others have held the lease since, this run had lost it, and could not say so then. */
  private static void record(
      Recorder recorder, Optional<RunEvent.LeaseTaken> earlier, RunEvent.LeaseTaken taken) {
    earlier
        .filter(e -> e.where().equals(taken.where()) && taken.token() > e.token() + 1)
        .flatMap(_ -> taken.from())
        .ifPresent(
            who ->
                recorder.record(new RunEvent.LeaseLost(taken.where(), "it was taken by " + who)));
    recorder.record(taken);
  }

  /** What is known about the run. */
  public RunState state() {
    return recorder.state();
  }

  /** Does what is left to do, to the end or to where it has to stop. */
  public Outcome run() {
    return watched(
        () ->
            switch (recorder.state().heading()) {
              case Heading.Forwards _ -> forwards();
              case Heading.Undoing undoing -> goOnUndoing(undoing);
              case Heading.Redoing redoing -> goOnRedoing(redoing);
            });
  }

  /** Takes back everything that the run has changed. */
  public Outcome undo(String why, String by) {
    return undo(why, by, List.of());
  }

  /** Takes back what these steps have changed; all of them where none is named. */
  public Outcome undo(String why, String by, List<String> some) {
    return watched(() -> beginUndoing(why, by, some));
  }

  /** Puts back what an undo has taken away from these steps; from all where none is named. */
  public Outcome redo(String why, String by, List<String> some) {
    return watched(
        () -> {
          recorder.record(new RunEvent.RedoStarted(why, by, some));
          return goOnRedoing(new Heading.Redoing(why, some));
        });
  }

  /** Takes back temporary changes whose time is over; the run's outcome stays what it was. */
  public Outcome revertDue(List<String> due) {
    return whileHeld(
        () -> {
          var before = recorder.state().reached().orElse(Outcome.INTERRUPTED);
          due.stream().map(recorder::step).forEach(this::takeBack);
          return recorder.state().outstanding().stream().map(StepState::id).anyMatch(due::contains)
              ? end(
                  Outcome.OPERATOR_NEEDED,
                  "temporary changes whose time is over are still in place")
              : end(before, "temporary changes were taken back when their time was over");
        });
  }

  /** While it works, channels are told what happens, and what takes too long is noticed. */
  private Outcome watched(Supplier<Outcome> work) {
    try (var beside = new Watch(scenario, recorder, conditions)) {
      watch = beside;
      beside.start();
      var outcome = whileHeld(work);
      beside.finish();
      return outcome;
    }
  }

  /** Whoever has the lease now moves the target; we only say where we stand. */
  private Outcome whileHeld(Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (LeaseLostException e) {
      recorder.record(new RunEvent.LeaseLost(e.where(), e.to()));
      return end(
          Outcome.OPERATOR_NEEDED,
          "another run may move the target now, so nothing more is written: " + e.to());
    }
  }

  private Outcome forwards() {
    return switch (steps.steps(recorder.state().plan().steps())) {
      case StepResult.Done _ -> verify();
      case StepResult.Stopped(var why) -> end(Outcome.STOPPED_AT_GATE, why);
      case StepResult.Interrupted(var by) -> interrupted(by);
      case StepResult.Left(var why) -> end(Outcome.OPERATOR_NEEDED, why);
      case StepResult.Failed(var why, var _, var _, var _) -> afterFailure(why);
    };
  }

  private Outcome afterFailure(String why) {
    if (recorder.state().written().isEmpty() && !oneWayBegan()) {
      return end(Outcome.REFUSED, why);
    }
    return beginUndoing("it failed: " + why, "the runbook", List.of());
  }

  /** Reverts what was temporary, then asks the checks that decide. */
  private Outcome verify() {
    for (var step : recorder.state().toUndo()) {
      var requested = conditions.stop().requested();
      if (requested.isPresent()) {
        return interrupted(requested.get());
      }
      if (steps.isUntilRunEnds(step.id()) && !takeBack(step)) {
        return end(
            Outcome.OPERATOR_NEEDED, "the temporary change '" + step.id() + "' is still in place");
      }
    }
    var failed =
        recorder.state().plan().after().stream()
            .map(PlannedStep::id)
            .filter(id -> !steps.passes(id))
            .toList();
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
              ? beginUndoing("it failed: " + why, "the checks", List.of())
              : unverified(why);
    };
  }

  /**
   * There is nothing to take back, and it does not work: a person is needed, unless the scenario
   * was not for this at all.
   */
  private Outcome unverified(String why) {
    return recorder.state().plan().idle()
        ? end(Outcome.REFUSED, "no cause was found, and what passed at first " + why)
        : end(Outcome.OPERATOR_NEEDED, why);
  }

  private boolean oneWayBegan() {
    return oneWayBegun().findAny().isPresent();
  }

  private Stream<PlannedStep.OneWay> oneWayBegun() {
    return recorder
        .state()
        .plan()
        .all()
        .filter(PlannedStep.OneWay.class::isInstance)
        .map(PlannedStep.OneWay.class::cast)
        .filter(s -> recorder.step(s.id()).mayHaveBeenDone());
  }

  private Outcome succeeded() {
    var changed = !recorder.state().written().isEmpty() || oneWayBegan();
    var kept =
        !recorder.state().plan().nothingToDo()
            && recorder.state().steps().values().stream().anyMatch(s -> !s.evidence().isEmpty());
    return end(changed || kept ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO, "");
  }

  /**
   * Takes one step's change back, unless a later one that changed the same thing is still in place:
   * what is there is that one's, and not ours to overwrite.
   */
  private boolean takeBack(StepState step) {
    var above = new UndoPreview(recorder.state(), scenario).builtOn(List.of(step.id()));
    if (above.isEmpty()) {
      return steps.revert(step);
    }
    var later = String.join(", ", above.getOrDefault(step.id(), List.of()));
    recorder.record(
        new RunEvent.UndoFailed(
            step.id(),
            "it lies below what is still in place and has changed the same thing: " + later,
            "Take that back first.",
            false));
    return false;
  }

  private Outcome beginUndoing(String why, String by, List<String> some) {
    recorder.record(new RunEvent.UndoStarted(why, by, some));
    return goOnUndoing(new Heading.Undoing(why, some));
  }

  private Outcome goOnUndoing(Heading.Undoing undoing) {
    for (var step : recorder.state().toUndo().stream().filter(undoing::hasLeft).toList()) {
      var requested = conditions.stop().requested();
      if (requested.isPresent()) {
        return interrupted(requested.get());
      }
      takeBack(step);
    }
    var left = recorder.state().toUndo().stream().filter(undoing::hasLeft).toList();
    if (!left.isEmpty()) {
      return end(
          Outcome.OPERATOR_NEEDED,
          undoing.why() + left(left, "still in place: ", "perhaps in place"));
    }
    return undoing.steps().isEmpty() ? undone(undoing.why()) : undone(undoing);
  }

  /** A write whose answer never came may have moved it all the same: of that nothing is claimed. */
  private static String left(List<StepState> left, String certainly, String perhaps) {
    var known = left.stream().filter(s -> !s.unknown()).toList();
    var unknown = left.stream().filter(StepState::unknown).toList();
    return (known.isEmpty() ? "" : "; " + certainly + ids(known))
        + (unknown.isEmpty() ? "" : "; " + perhaps + ", no answer came: " + ids(unknown));
  }

  private Outcome undone(String why) {
    if (oneWayBegun().anyMatch(PlannedStep.OneWay::leavesSomething)) {
      return end(Outcome.OPERATOR_NEEDED, why + "; what was sent or started cannot be taken back");
    }
    return end(Outcome.UNDONE, oneWayBegan() ? why + "; who was told still believes it" : why);
  }

  /** Of single steps: the run stands where it stood, without them. */
  private Outcome undone(Heading.Undoing undoing) {
    return end(
        recorder.state().reached().orElse(Outcome.INTERRUPTED),
        "taken back since: " + String.join(", ", undoing.steps()));
  }

  private Outcome goOnRedoing(Heading.Redoing redoing) {
    for (var step : recorder.state().toRedo().stream().filter(redoing::hasLeft).toList()) {
      var requested = conditions.stop().requested();
      if (requested.isPresent()) {
        return interrupted(requested.get());
      }
      steps.redo(step);
    }
    var left = recorder.state().toRedo().stream().filter(redoing::hasLeft).toList();
    if (!left.isEmpty()) {
      return end(
          Outcome.OPERATOR_NEEDED,
          redoing.why() + left(left, "not put back: ", "perhaps put back"));
    }
    var reached = recorder.state().reached();
    return switch (reached.orElse(Outcome.INTERRUPTED)) {
      case SUCCEEDED, NOTHING_TO_DO -> verify();
      case STOPPED_AT_GATE, INTERRUPTED, OPERATOR_NEEDED, UNDONE, REFUSED ->
          end(Outcome.INTERRUPTED, redoing.why() + "; it stands where it stood before the undo");
    };
  }

  private static String ids(List<StepState> steps) {
    return steps.stream().map(StepState::id).collect(Collectors.joining(", "));
  }

  private Outcome interrupted(String by) {
    recorder.record(new RunEvent.Interrupted(by));
    return end(Outcome.INTERRUPTED, "interrupted by " + by);
  }

  private Outcome end(Outcome outcome, String why) {
    try {
      watch.lookOnce();
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
