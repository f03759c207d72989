package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Judge;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.StepForm;
import dev.rollback.scenario.Temporary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Executes an approved plan: its steps in order, then the reverts of what was temporary, then the
 * checks that decide. Everything it does is an event first, so that another process can go on from
 * wherever this one ends.
 */
public final class Runner {
  private final BoundScenario scenario;
  private final Map<String, BoundStep> bound;
  private final Recorder recorder;
  private final Conditions conditions;
  private final Judge judge;

  private Runner(BoundScenario scenario, Recorder recorder, Conditions conditions) {
    this.scenario = scenario;
    this.bound =
        scenario.all().collect(Collectors.toMap(BoundStep::id, Function.identity(), (a, _) -> a));
    this.recorder = recorder;
    this.conditions = conditions;
    this.judge = new Judge(conditions.clock(), conditions.pause(), conditions.redactor());
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
    return switch (steps(recorder.state().plan().steps())) {
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
  public Outcome revertDue(List<String> steps) {
    var before = endedAs();
    steps.stream().map(recorder::step).forEach(this::revert);
    if (recorder.state().outstanding().stream().map(StepState::id).anyMatch(steps::contains)) {
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

  private StepResult steps(List<PlannedStep> steps) {
    for (var planned : steps) {
      var requested = conditions.stop().requested();
      if (requested.isPresent()) {
        return new StepResult.Interrupted(requested.get());
      }
      var result =
          recorder.step(planned.id()).phase().done() ? new StepResult.Done() : step(planned);
      if (!(result instanceof StepResult.Done)) {
        return result;
      }
    }
    return new StepResult.Done();
  }

  private StepResult step(PlannedStep planned) {
    return switch (planned) {
      case PlannedStep.Skipped s -> {
        recorder.record(new RunEvent.StepDone(s.id(), RunEvent.Done.SKIPPED, s.why()));
        yield new StepResult.Done();
      }
      case PlannedStep.Phase p -> steps(p.steps());
      case PlannedStep.Parallel p -> parallel(p.steps());
      case PlannedStep.Gate g ->
          ask(g.id(), g.question(), new Gatekeeper.Question.Gate(g.id(), g.question()));
      case PlannedStep.Manual m ->
          ask(m.id(), m.instruction(), new Gatekeeper.Question.Manual(m.id(), m.instruction()));
      case PlannedStep.Check c -> check(c);
      case PlannedStep.Change c -> move(c);
      case PlannedStep.Deferred d -> move(d);
      case PlannedStep.OneWay o -> oneWay(o);
    };
  }

  private StepResult parallel(List<PlannedStep> steps) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = steps.stream().<Callable<StepResult>>map(s -> () -> steps(List.of(s))).toList();
      StepResult result = new StepResult.Done();
      for (var future : executor.invokeAll(tasks)) {
        var one = future.get();
        result = result instanceof StepResult.Done ? one : result;
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new StepResult.Interrupted("the process");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private StepResult ask(String id, String text, Gatekeeper.Question question) {
    recorder.record(new RunEvent.GateReached(id, text));
    return switch (conditions.gatekeeper().ask(question)) {
      case Gatekeeper.Answer.Yes(var by) -> {
        recorder.record(new RunEvent.Answered(id, true, by));
        yield new StepResult.Done();
      }
      case Gatekeeper.Answer.No(var by) -> {
        recorder.record(new RunEvent.Answered(id, false, by));
        yield new StepResult.Stopped("'" + text + "' was declined by " + by.by());
      }
      case Gatekeeper.Answer.Nobody(var why) ->
          new StepResult.Stopped("nobody could be asked '" + text + "': " + why);
    };
  }

  private StepResult check(PlannedStep.Check planned) {
    var id = planned.id();
    recorder.record(new RunEvent.StepStarted(id, recorder.step(id).attempts() + 1));
    var result = judged(id, bound(id));
    if (result.verdict() == CheckResult.Verdict.PASS) {
      recorder.record(new RunEvent.StepDone(id, RunEvent.Done.PASSED, ""));
      return new StepResult.Done();
    }
    var requested = conditions.stop().requested();
    if (requested.isPresent()) {
      return new StepResult.Interrupted(requested.get());
    }
    return failed(
        planned,
        new StepResult.Failed(
            "the check did not pass: " + result.why(), "Look at what it read.", false, true),
        StepForm.OnFailure.UNDO);
  }

  private BoundStep bound(String id) {
    var step = bound.get(id);
    if (step == null) {
      throw new IllegalStateException("the plan has a step that the scenario has not: " + id);
    }
    return step;
  }

  private CheckResult judged(String id, BoundStep step) {
    if (!(step instanceof BoundStep.Check<?, ?, ?> check)) {
      throw new IllegalStateException("a check was planned as something else: " + id);
    }
    var result = judge.judge(check);
    recorder.record(new RunEvent.CheckRead(id, result));
    return result;
  }

  private StepResult move(PlannedStep planned) {
    if (!(bound(planned.id()) instanceof BoundStep.Move<?, ?, ?> step)) {
      throw new IllegalStateException("a move was bound as something else: " + planned.id());
    }
    return attempts(planned, step);
  }

  private <S extends Record, R, W extends R> StepResult attempts(
      PlannedStep planned, BoundStep.Move<S, R, W> step) {
    var runner = new MoveRunner<>(step, recorder, conditions);
    var delay = step.retry().delay();
    for (var attempt = 1; ; attempt++) {
      recorder.record(new RunEvent.StepStarted(step.id(), recorder.step(step.id()).attempts() + 1));
      var result = runner.apply(planned);
      if (!(result instanceof StepResult.Failed failed)) {
        return result;
      }
      if (!failed.again() || attempt >= step.retry().attempts()) {
        return failed(planned, failed, step.onFailure());
      }
      record(planned.id(), failed);
      if (!conditions.pause().pause(delay)) {
        return new StepResult.Interrupted(conditions.stop().requested().orElse("the process"));
      }
      delay = delay.plusMillis((long) (delay.toMillis() * (step.retry().backoff() - 1)));
    }
  }

  private StepResult oneWay(PlannedStep.OneWay planned) {
    if (!(bound(planned.id()) instanceof BoundStep.OneWay<?, ?> step)) {
      throw new IllegalStateException(
          "a one-way action was bound as something else: " + planned.id());
    }
    var result = new OneWayRunner<>(step, recorder, conditions).apply();
    return result instanceof StepResult.Failed failed
        ? failed(planned, failed, step.onFailure())
        : result;
  }

  private void record(String id, StepResult.Failed failed) {
    recorder.record(
        new RunEvent.StepFailed(
            id, recorder.step(id).attempts(), failed.why(), failed.advice(), failed.unknown()));
  }

  /** Nobody or somebody decides what follows a failure. */
  private StepResult failed(
      PlannedStep planned, StepResult.Failed failed, StepForm.OnFailure otherwise) {
    record(planned.id(), failed);
    // Of a step whose outcome is unknown nobody can say what an undo would meet: a person looks.
    var unattended = failed.unknown() ? Gatekeeper.Remedy.STOP : remedy(otherwise);
    var remedy =
        conditions.gatekeeper().onFailure(planned.id(), failed.why(), failed.advice(), unattended);
    return switch (remedy) {
      case RETRY -> step(planned);
      case CONTINUE -> new StepResult.Done();
      case STOP -> new StepResult.Left(failed.why());
      case UNDO -> failed;
    };
  }

  private static Gatekeeper.Remedy remedy(StepForm.OnFailure otherwise) {
    return switch (otherwise) {
      case UNDO -> Gatekeeper.Remedy.UNDO;
      case STOP -> Gatekeeper.Remedy.STOP;
      case CONTINUE -> Gatekeeper.Remedy.CONTINUE;
    };
  }

  private Outcome afterFailure(String why) {
    if (recorder.state().written().isEmpty() && !oneWayBegan()) {
      return end(Outcome.REFUSED, why);
    }
    return undo("it failed: " + why, "the runbook");
  }

  private boolean oneWayBegan() {
    return recorder
        .state()
        .plan()
        .all()
        .filter(PlannedStep.OneWay.class::isInstance)
        .anyMatch(s -> recorder.step(s.id()).attempts() > 0);
  }

  /** Reverts what was temporary, then asks the checks that decide. */
  private Outcome verify() {
    for (var step : recorder.state().toUndo()) {
      if (isUntilRunEnds(step.id()) && !revert(step)) {
        return end(
            Outcome.OPERATOR_NEEDED, "the temporary change '" + step.id() + "' is still in place");
      }
    }
    var failed = scenario.after().stream().filter(c -> !passes(c)).map(BoundStep::id).toList();
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

  private Outcome succeeded() {
    var changed = !recorder.state().written().isEmpty() || oneWayBegan();
    return end(changed ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO, "");
  }

  private boolean passes(BoundStep.Check<?, ?, ?> check) {
    var id = check.id();
    recorder.record(new RunEvent.StepStarted(id, recorder.step(id).attempts() + 1));
    var result = judged(id, check);
    if (result.verdict() == CheckResult.Verdict.PASS) {
      recorder.record(new RunEvent.StepDone(id, RunEvent.Done.PASSED, ""));
      return true;
    }
    record(id, new StepResult.Failed(result.why(), "", false, false));
    return false;
  }

  private boolean isUntilRunEnds(String id) {
    return bound.get(id) instanceof BoundStep.Move<?, ?, ?> m
        && m.temporary().filter(Temporary.UntilRunEnds.class::isInstance).isPresent();
  }

  private Outcome undoAll(String why) {
    for (var step : recorder.state().toUndo()) {
      revert(step);
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

  private boolean revert(StepState step) {
    if (!(bound(step.id()) instanceof BoundStep.Move<?, ?, ?> move)) {
      throw new IllegalStateException("a step that kept a state is no move: " + step.id());
    }
    if (move.action().undo() instanceof dev.rollback.action.Undo.Impossible(var why)) {
      recorder.record(
          new RunEvent.UndoFailed(step.id(), why, "The plan said that it cannot be undone."));
      return false;
    }
    return new MoveRunner<>(move, recorder, conditions).undo();
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
