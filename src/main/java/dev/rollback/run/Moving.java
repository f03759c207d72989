package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Diff;
import dev.rollback.plan.Pause;
import dev.rollback.plan.Waiting;
import dev.rollback.scenario.BoundStep;
import java.time.Clock;
import java.time.Duration;

/** The one rule for the step of a run, in whichever direction: what apply, undo and redo share. */
final class Moving<S extends Record, R, W extends R> {
  private static final Duration POLL = Duration.ofMillis(250);

  private final BoundStep.Move<S, R, W> step;
  private final Recorder recorder;
  private final Clock clock;
  private final Pause pause;
  private final Tenure tenure;
  private final Mover<S, R, W> mover;
  private volatile String note = "";

  Moving(BoundStep.Move<S, R, W> step, Recorder recorder, Conditions conditions) {
    this.step = step;
    this.recorder = recorder;
    this.clock = conditions.clock();
    this.pause = conditions.pause();
    this.tenure = conditions.tenure();
    this.mover = new Mover<>(step.action(), new Reporting(), this::confirm);
  }

  /** What a long write has said of itself at its end; empty where it said nothing. */
  String note() {
    return note;
  }

  /** Writes what was observed just now. */
  void write(Observed<S> now, S to, StepState.Kept kept) {
    mover.write(now, to, step.connection().writer(), recorder.content(kept));
  }

  /** The target is still ours to move, and the system is the one that is meant. */
  void confirm() {
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

  /** The one rule; a write of which no answer came is settled by asking it once more. */
  Move<S> move(S from, S to, StepState.Kept kept) {
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

  /** Neither the write was answered nor what came of it can be seen. */
  static SystemException unsettled(SystemException lost, SystemException e) {
    e.addSuppressed(lost);
    return SystemException.unknown(
        lost.problem() + "; and it cannot be observed: " + e.problem(),
        e.advice().orElse("Resume the run when the system can be reached again."),
        e);
  }

  /** Waits until the state has taken effect, or the step's time is over. */
  Readiness await(S wanted) {
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

  /** What differs, for people. */
  String changes(S from, S to) {
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

  JsonNode encode(S state) {
    return step.codec().encode(state);
  }
}
