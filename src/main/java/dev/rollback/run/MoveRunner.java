package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Trust;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Diff;
import dev.rollback.plan.Drifted;
import dev.rollback.plan.Limits;
import dev.rollback.plan.Pause;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.Waiting;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.Temporary;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applies and undoes one move, with its events. Before any write, the state before is in the
 * journal; after a crash, the states in the journal and the one rule decide what is left to do.
 */
final class MoveRunner<S extends Record, R, W extends R> {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final String BY_HAND =
      "Decide which of the two is right: set it by hand, or undo with `--overwrite STEP`.";
  private static final String LOOK_AGAIN = "Undo again, and look at what it is now.";

  private final BoundStep.Move<S, R, W> step;
  private final Recorder recorder;
  private final Gatekeeper gatekeeper;
  private final Clock clock;
  private final Pause pause;
  private final StopSignal stop;
  private final Tenure tenure;
  private final Mover<S, R, W> mover;
  private final Budget budget;
  private volatile String note = "";

  MoveRunner(
      BoundStep.Move<S, R, W> step, Recorder recorder, Conditions conditions, Budget budget) {
    this.step = step;
    this.recorder = recorder;
    this.budget = budget;
    this.gatekeeper = conditions.gatekeeper();
    this.clock = conditions.clock();
    this.pause = conditions.pause();
    this.stop = conditions.stop();
    this.tenure = conditions.tenure();
    this.mover = new Mover<>(step.action(), new Reporting(), this::confirm);
  }

  /** The target is still ours to move, and the system is the one that is meant. */
  private void confirm() {
    tenure.confirm();
    step.connection().confirm();
  }

  /** Tells how far a long write has come, and keeps what it says of itself at the end. */
  private final class Reporting implements BulkAction.Progress {
    @Override
    public void report(long done, long expected) {
      tenure.confirmCheaply();
      recorder.progress(step.id(), "%,d of %,d".formatted(done, expected));
    }

    @Override
    public void note(String text) {
      note = text;
    }
  }

  /** One attempt. */
  StepResult apply(PlannedStep planned) {
    try {
      // What another run has made of the target meanwhile is no drift: it is not ours to look at.
      // And another system at the address might be by chance as this step would make it.
      confirm();
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
                    + changes(approved, after),
                "What the step takes its values from has changed. Plan again and look at the new"
                    + " preview.",
                false,
                false));
  }

  private Optional<StepResult> askBeyond(S now, S after) {
    var question = new Gatekeeper.Question.Beyond(step.id(), changes(now, after));
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
    var kept = new StepState.Kept(encode(now.state()), encode(after), blob);
    recorder.record(
        new RunEvent.BeforeKept(step.id(), kept.before(), kept.after(), kept.content()));
    try {
      mover.write(now, after, step.connection().writer(), recorder.content(kept));
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
      throw unsettled(lost, e);
    }
  }

  private static SystemException unsettled(SystemException lost, SystemException e) {
    e.addSuppressed(lost);
    return SystemException.unknown(
        lost.problem() + "; and it cannot be observed: " + e.problem(),
        e.advice().orElse("Resume the run when the system can be reached again."),
        e);
  }

  /** The state before was kept earlier: whether it was written, the system tells. */
  private StepResult goOn(StepState.Kept kept) {
    var before = step.codec().decode(kept.before());
    var after = step.codec().decode(kept.after());
    return switch (move(before, after, kept)) {
      case Move.Already<S> _, Move.Written<S> _ -> {
        recorder.record(new RunEvent.Written(step.id()));
        yield new StepResult.Done();
      }
      case Move.Drifted<S>(var now) -> drifted(before, now);
    };
  }

  /** The one rule; a write of which no answer came is settled by asking it once more. */
  private Move<S> move(S from, S to, StepState.Kept kept) {
    var content = recorder.content(kept);
    var writer = step.connection().writer();
    try {
      return mover.move(from, to, writer, content);
    } catch (SystemException lost) {
      if (lost.effect() == SystemException.Effect.NONE) {
        throw lost;
      }
      try {
        return mover.move(from, to, writer, content);
      } catch (SystemException e) {
        throw unsettled(lost, e);
      }
    }
  }

  private StepResult drifted(S expected, S now) {
    return new StepResult.Failed(
        step.action().target().label()
            + " is not as it was when the plan was made; since then: "
            + changes(expected, now),
        "Somebody else has changed it. Plan again and look at the new preview.",
        false,
        false);
  }

  /** Waits until the change has taken effect. */
  private StepResult settle() {
    var kept = recorder.step(step.id()).kept();
    if (kept.isEmpty()) {
      return new StepResult.Done(); // there was nothing to do
    }
    return switch (await(step.codec().decode(kept.get().after()))) {
      case Readiness.Ready _ -> {
        // First when it is due: a process that dies between the two must not make it last for ever.
        step.temporary().ifPresent(this::due);
        recorder.record(new RunEvent.StepDone(step.id(), RunEvent.Done.CHANGED, note));
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

  private Readiness await(S wanted) {
    var time = new Waiting(clock);
    while (true) {
      var readiness = readiness(wanted);
      if (!(readiness instanceof Readiness.Waiting waiting)
          || time.soFar().compareTo(step.timeout()) >= 0) {
        return readiness;
      }
      recorder.progress(step.id(), waiting.progress());
      if (!pause.pause(POLL)) {
        return readiness;
      }
      time.paused(POLL);
    }
  }

  /** A reading that fails tells nothing about the change; the next one may. */
  private Readiness readiness(S wanted) {
    try {
      return step.action().ready(wanted, step.connection().reader());
    } catch (SystemException e) {
      return new Readiness.Waiting("cannot be read: " + e.problem());
    }
  }

  /** Takes the change back; whether that was done, is in the journal. */
  boolean undo() {
    var kept = recorder.step(step.id()).kept().orElseThrow();
    recorder.record(new RunEvent.UndoBegan(step.id()));
    try {
      confirm();
      var before = step.codec().decode(kept.before());
      var after = step.codec().decode(kept.after());
      return switch (move(after, before, kept)) {
        case Move.Already<S> _ -> undone(before, false);
        case Move.Written<S> _ -> undone(before, true);
        case Move.Drifted<S>(var now) -> overwrite(kept, before, now);
      };
    } catch (SystemException e) {
      undoFailed(e.problem(), e.advice().orElse("Undo again when the system can be reached."));
      return false;
    }
  }

  private boolean undone(S before, boolean wrote) {
    recorder.record(new RunEvent.Undone(step.id(), waited(before), wrote));
    return true;
  }

  /** Somebody else has changed it since: what is there now is theirs, and a person decides. */
  private boolean overwrite(StepState.Kept kept, S before, S now) {
    var fields = Diff.since(step.codec().shape(), kept.before(), kept.after(), encode(now));
    var target = step.action().target().label();
    var question = new Gatekeeper.Question.Drift(step.id(), target, fields);
    var changed = "somebody else has changed it since: " + labels(fields);
    return switch (gatekeeper.ask(question)) {
      case Gatekeeper.Answer.Yes(var by) -> {
        recorder.record(new RunEvent.DriftConfirmed(step.id(), encode(now), by));
        // From what the person was shown, and from nothing else.
        yield switch (move(now, before, kept)) {
          case Move.Already<S> _ -> undone(before, false);
          case Move.Written<S> _ -> undone(before, true);
          case Move.Drifted<S> _ -> undoFailed("it was changed once more meanwhile", LOOK_AGAIN);
        };
      }
      case Gatekeeper.Answer.No(var by) ->
          undoFailed(changed + "; it is left as it is, as " + by.by() + " says", BY_HAND);
      case Gatekeeper.Answer.TooFew _, Gatekeeper.Answer.Nobody _ -> undoFailed(changed, BY_HAND);
    };
  }

  private static String labels(List<Drifted> fields) {
    return fields.stream().map(Drifted::label).collect(Collectors.joining("; "));
  }

  /** Puts back what an undo has taken away; whether that was done, is in the journal. */
  boolean redo() {
    var kept = recorder.step(step.id()).kept().orElseThrow();
    recorder.record(new RunEvent.RedoBegan(step.id()));
    try {
      confirm();
      var before = step.codec().decode(kept.before());
      var after = step.codec().decode(kept.after());
      return switch (move(before, after, kept)) {
        case Move.Already<S> _, Move.Written<S> _ -> {
          recorder.record(new RunEvent.Redone(step.id(), waited(after)));
          yield true;
        }
        case Move.Drifted<S>(var now) ->
            redoFailed(
                "somebody else has changed it since the undo: " + changes(before, now),
                "Run the scenario again: its plan starts from what is there now.");
      };
    } catch (SystemException e) {
      return redoFailed(
          e.problem(), e.advice().orElse("Try again when the system can be reached."));
    }
  }

  private boolean redoFailed(String why, String advice) {
    recorder.record(new RunEvent.RedoFailed(step.id(), why, advice));
    return false;
  }

  /** What is brought back may never have worked: that is said, and does not fail the undo. */
  private String waited(S back) {
    return switch (await(back)) {
      case Readiness.Ready _ -> note;
      case Readiness.Waiting(var progress) -> "it is back, but not settled: " + progress;
      case Readiness.Stuck(var why) -> "it is back, but: " + why;
    };
  }

  private boolean undoFailed(String why, String advice) {
    recorder.record(new RunEvent.UndoFailed(step.id(), why, advice));
    return false;
  }

  private StepResult failed(SystemException e) {
    return new StepResult.Failed(
        e.problem(), e.advice().orElse(""), e.effect() == SystemException.Effect.UNKNOWN, true);
  }

  private String changes(S from, S to) {
    return Diff.between(step.codec().shape(), encode(from), encode(to)).stream()
        .map(
            c ->
                c.field()
                    + ": "
                    + c.before().orElse("(none)")
                    + " -> "
                    + c.after().orElse("(none)"))
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing that is shown");
  }

  private JsonNode encode(S state) {
    return step.codec().encode(state);
  }
}
