package dev.rollback.run;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Judge;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.StepForm;
import dev.rollback.scenario.Temporary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does single steps, each with its events: what follows from how they end is the run's business.
 */
final class StepRunner {
  private final Map<String, BoundStep> bound;
  private final Recorder recorder;
  private final Conditions conditions;
  private final Judge judge;
  private final Budget budget;

  StepRunner(BoundScenario scenario, Recorder recorder, Conditions conditions) {
    this.bound =
        Stream.concat(scenario.all(), scenario.inAll(BoundScenario::after).stream())
            .collect(Collectors.toMap(BoundStep::id, Function.identity(), (a, _) -> a));
    this.recorder = recorder;
    this.conditions = conditions;
    this.judge = new Judge(conditions.clock(), conditions.pause(), conditions.redactor());
    this.budget = Budget.of(recorder.state(), bound);
  }

  /** Does these steps in order, less those that are done, to the first that does not end well. */
  StepResult steps(List<PlannedStep> steps) {
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
          ask(
              g.id(),
              g.question(),
              new Gatekeeper.Question.Gate(g.id(), g.question(), g.approvers()));
      case PlannedStep.Manual m ->
          ask(m.id(), m.instruction(), new Gatekeeper.Question.Manual(m.id(), m.instruction()));
      case PlannedStep.Check c -> check(c);
      case PlannedStep.Change c -> move(c);
      case PlannedStep.Deferred d -> move(d);
      case PlannedStep.OneWay o -> oneWay(o);
      case PlannedStep.Collect c -> collect(c);
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
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
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
      case Gatekeeper.Answer.TooFew(var needed, var from, var why) -> {
        recorder.record(
            new RunEvent.ApprovalsMissing(id, needed.role(), needed.count(), from, why));
        yield new StepResult.Stopped(
            "'%s' needs signed approvals: %s".formatted(text, needed.label()));
      }
      case Gatekeeper.Answer.Nobody(var why) ->
          interrupted()
              .orElseGet(
                  () -> new StepResult.Stopped("nobody could be asked '" + text + "': " + why));
    };
  }

  /** Whether somebody wants the run to stop: then a question without an answer says no more. */
  private Optional<StepResult> interrupted() {
    return conditions.stop().requested().map(StepResult.Interrupted::new);
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
    var sampling = new Sampling(recorder::read);
    var result = judge.judge(check, recorder.state().plan().baseline(id), sampling);
    recorder.record(new RunEvent.CheckRead(id, result, sampling.with(result)));
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
    var runner = new MoveRunner<>(step, recorder, conditions, budget);
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

  private StepResult collect(PlannedStep.Collect planned) {
    if (!(bound(planned.id()) instanceof BoundStep.Collect<?, ?> step)) {
      throw new IllegalStateException("a capture was bound as something else: " + planned.id());
    }
    var result = new CaptureRunner<>(step, recorder).collect();
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
    // The runbook can do without it: nobody is to be held up over that.
    var remedy =
        unattended == Gatekeeper.Remedy.CONTINUE
            ? unattended
            : conditions
                .gatekeeper()
                .onFailure(planned.id(), failed.why(), failed.advice(), unattended);
    var interrupted = interrupted();
    if (interrupted.isPresent()) {
      return interrupted.get(); // whoever stops a run does not want it taken back meanwhile
    }
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

  /** Reads one of the checks that decide. */
  boolean passes(String id) {
    recorder.record(new RunEvent.StepStarted(id, recorder.step(id).attempts() + 1));
    var result = judged(id, bound(id));
    if (result.verdict() == CheckResult.Verdict.PASS) {
      recorder.record(new RunEvent.StepDone(id, RunEvent.Done.PASSED, ""));
      return true;
    }
    record(id, new StepResult.Failed(result.why(), "", false, false));
    return false;
  }

  /** Whether a step is to be taken back when the steps are through. */
  boolean isUntilRunEnds(String id) {
    return bound.get(id) instanceof BoundStep.Move<?, ?, ?> m
        && m.temporary().filter(Temporary.UntilRunEnds.class::isInstance).isPresent();
  }

  /** Takes a step's change back; whether that was done. */
  boolean revert(StepState step) {
    if (!(bound(step.id()) instanceof BoundStep.Move<?, ?, ?> move)) {
      throw new IllegalStateException("a step that kept a state is no move: " + step.id());
    }
    if (move.action().undo() instanceof dev.rollback.action.Undo.Impossible(var why)) {
      recorder.record(
          new RunEvent.UndoFailed(
              step.id(), why, "The plan said that it cannot be undone.", false));
      return false;
    }
    return new UndoRunner<>(move, recorder, conditions).undo();
  }

  /** Puts back a step's change that an undo has taken away; whether that was done. */
  boolean redo(StepState step) {
    if (!(bound(step.id()) instanceof BoundStep.Move<?, ?, ?> move)) {
      throw new IllegalStateException("a step that kept a state is no move: " + step.id());
    }
    return new UndoRunner<>(move, recorder, conditions).redo();
  }
}
