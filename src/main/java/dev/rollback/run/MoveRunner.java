package dev.rollback.run;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Trust;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.Limits;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.Temporary;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one move, with its events. Before any write, the state before is in the journal; after a
 * crash, the states in the journal and the one rule decide what is left to do.
 */
final class MoveRunner<S extends Record, R, W extends R> {
  private static final Logger LOG = LoggerFactory.getLogger(MoveRunner.class);

  private final BoundStep.Move<S, R, W> step;
  private final Recorder recorder;
  private final Gatekeeper gatekeeper;
  private final Clock clock;
  private final StopSignal stop;
  private final Budget budget;
  private final Moving<S, R, W> moving;

  MoveRunner(
      BoundStep.Move<S, R, W> step, Recorder recorder, Conditions conditions, Budget budget) {
    this.step = step;
    this.recorder = recorder;
    this.budget = budget;
    this.gatekeeper = conditions.gatekeeper();
    this.clock = conditions.clock();
    this.stop = conditions.stop();
    this.moving = new Moving<>(step, recorder, conditions);
  }

  /** One attempt. */
  StepResult apply(PlannedStep planned) {
    try {
      // What another run has made of the target meanwhile is no drift: it is not ours to look at.
      // And another system at the address might be by chance as this step would make it.
      moving.confirm();
      var kept = recorder.step(step.id()).kept();
      var written = kept.isPresent() ? goOn(kept.get()) : begin(planned);
      return switch (written) {
        case StepResult.Done _ -> settle();
        case StepResult.Failed _,
            StepResult.Left _,
            StepResult.Stopped _,
            StepResult.Interrupted _ ->
            written;
      };
    } catch (SystemException e) {
      return failed(e);
    }
  }

  /** The first attempt, or one after which nothing was kept. */
  private StepResult begin(PlannedStep planned) {
    var now = step.action().observe(step.connection().reader());
    var after = step.action().desired(now.state());
    if (after.equals(now.state())) {
      recorder.record(new RunEvent.StepDone(step.id(), RunEvent.Done.ALREADY, ""));
      return new StepResult.Done();
    }
    var magnitude = step.action().magnitude(now.state(), after);
    var over = Limits.exceeded(step.limit(), magnitude).map(why -> "it is over its limit: " + why);
    if (over.isPresent()) {
      return overLimit(over.get());
    }
    var uncovered = uncovered(planned, now.state(), after);
    if (uncovered.isPresent()) {
      return uncovered.get();
    }
    // The world may have grown since the plan, and steps that were deferred were not in its sum.
    var inAll = budget.take(step.id(), magnitude).map(why -> "the run is over its limit: " + why);
    return inAll.map(this::overLimit).orElseGet(() -> write(now, after));
  }

  private StepResult overLimit(String why) {
    return new StepResult.Failed(why, "Look at what it would move.", false, false);
  }

  /** Whether what would be changed now is what was approved; where it is not, somebody is asked. */
  private Optional<StepResult> uncovered(PlannedStep planned, S now, S after) {
    return switch (planned) {
      case PlannedStep.Change c -> {
        var approved = step.codec().decode(c.before());
        yield step.action().covers(approved, now)
            ? otherwise(step.codec().decode(c.after()), after)
            : Optional.of(drifted(approved, now));
      }
      case PlannedStep.Deferred _ -> askBeyond(now, after);
      case PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          throw new IllegalStateException("a move was planned as something else: " + step.id());
    };
  }

  /** An exact change may also take its values from elsewhere, and they may be others by now. */
  private Optional<StepResult> otherwise(S approved, S after) {
    return step.action().trust() != Trust.EXACT || approved.equals(after)
        ? Optional.empty()
        : Optional.of(
            new StepResult.Failed(
                step.action().target().label()
                    + " would not become what was approved; since then: "
                    + moving.changes(approved, after),
                "What the step takes its values from has changed. Plan again and look at the new"
                    + " preview.",
                false,
                false));
  }

  private Optional<StepResult> askBeyond(S now, S after) {
    var question = new Gatekeeper.Question.Beyond(step.id(), moving.changes(now, after));
    return switch (gatekeeper.ask(question)) {
      case Gatekeeper.Answer.Yes _ -> Optional.empty();
      case Gatekeeper.Answer.No(var by) ->
          Optional.of(new StepResult.Stopped("declined by " + by.by() + ": " + question.change()));
      case Gatekeeper.Answer.TooFew(var needed, var _, var why) ->
          Optional.of(new StepResult.Stopped("it needs " + needed.label() + ": " + why));
      case Gatekeeper.Answer.Nobody(var why) ->
          Optional.of(
              stop.requested()
                  .<StepResult>map(StepResult.Interrupted::new)
                  .orElseGet(() -> new StepResult.Stopped(why)));
    };
  }

  private StepResult write(Observed<S> now, S after) {
    Optional<BlobRef> blob =
        switch (step.action()) {
          case BulkAction<S, R, W> bulk ->
              Optional.of(
                  recorder.keep(
                      step.id(), sink -> bulk.save(now, step.connection().reader(), sink)));
          case dev.rollback.action.Action<S, R, W> _ -> Optional.empty();
        };
    var kept = new StepState.Kept(moving.encode(now.state()), moving.encode(after), blob);
    recorder.record(
        new RunEvent.BeforeKept(step.id(), kept.before(), kept.after(), kept.content()));
    try {
      moving.write(now, after, kept);
    } catch (SystemException e) {
      if (e.effect() == SystemException.Effect.UNKNOWN) {
        return settled(kept, e);
      }
      recorder.record(new RunEvent.NotWritten(step.id(), e.problem()));
      budget.giveBack(step.id());
      throw e;
    }
    recorder.record(new RunEvent.Written(step.id()));
    return new StepResult.Done();
  }

  /** No answer came. Only an observation can tell, and it is made at once. */
  private StepResult settled(StepState.Kept kept, SystemException lost) {
    try {
      return goOn(kept);
    } catch (SystemException e) {
      throw Moving.unsettled(lost, e);
    }
  }

  /** The state before was kept earlier: whether it was written, the system tells. */
  private StepResult goOn(StepState.Kept kept) {
    var before = step.codec().decode(kept.before());
    var after = step.codec().decode(kept.after());
    return switch (moving.move(before, after, kept)) {
      case Move.Already<S> _, Move.Written<S> _ -> {
        recorder.record(new RunEvent.Written(step.id()));
        yield new StepResult.Done();
      }
      case Move.Drifted<S>(var now) -> drifted(before, now);
    };
  }

  private StepResult drifted(S expected, S now) {
    return new StepResult.Failed(
        step.action().target().label()
            + " is not as it was when the plan was made; since then: "
            + moving.changes(expected, now),
        "Somebody else has changed it. Plan again and look at the new preview. See: "
            + Topic.DRIFT.command(),
        false,
        false);
  }

  /** Waits until the change has taken effect. */
  private StepResult settle() {
    var kept = recorder.step(step.id()).kept();
    if (kept.isEmpty()) {
      return new StepResult.Done(); // there was nothing to do
    }
    return switch (moving.await(step.codec().decode(kept.get().after()))) {
      case Readiness.Ready _ -> {
        // First when it is due: a process that dies between the two must not make it last for ever.
        step.temporary().ifPresent(this::due);
        recorder.record(new RunEvent.StepDone(step.id(), RunEvent.Done.CHANGED, moving.note()));
        yield new StepResult.Done();
      }
      case Readiness.Stuck(var why) ->
          new StepResult.Failed(
              why, "The change was written, but it will not take effect.", false, false);
      case Readiness.Waiting(var progress) ->
          stop.requested()
              .<StepResult>map(StepResult.Interrupted::new)
              .orElseGet(
                  () ->
                      new StepResult.Failed(
                          "not in effect after " + step.timeout().toSeconds() + " s: " + progress,
                          "Raise `timeout` if it only takes longer.",
                          false,
                          false));
    };
  }

  private void due(Temporary temporary) {
    switch (temporary) {
      case Temporary.UntilRunEnds _ -> {}
      case Temporary.Lasting(var duration) ->
          recorder.record(new RunEvent.TemporaryUntil(step.id(), clock.instant().plus(duration)));
    }
  }

  private StepResult failed(SystemException e) {
    LOG.debug("step {} failed", step.id(), e);
    return new StepResult.Failed(
        e.problem(), e.advice().orElse(""), e.effect() == SystemException.Effect.UNKNOWN, true);
  }
}
