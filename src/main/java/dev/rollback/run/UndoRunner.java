package dev.rollback.run;

import dev.rollback.action.Move;
import dev.rollback.action.Readiness;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Diff;
import dev.rollback.plan.Drifted;
import dev.rollback.scenario.BoundStep;
import java.util.List;
import java.util.stream.Collectors;

/** Takes back what one move has changed, and puts back what was taken back, with the events. */
final class UndoRunner<S extends Record, R, W extends R> {
  private static final String BY_HAND =
      "Decide which of the two is right: set it by hand, or undo with `--overwrite STEP`.";
  private static final String LOOK_AGAIN = "Undo again, and look at what it is now.";

  private final BoundStep.Move<S, R, W> step;
  private final Recorder recorder;
  private final Gatekeeper gatekeeper;
  private final Moving<S, R, W> moving;

  UndoRunner(BoundStep.Move<S, R, W> step, Recorder recorder, Conditions conditions) {
    this.step = step;
    this.recorder = recorder;
    this.gatekeeper = conditions.gatekeeper();
    this.moving = new Moving<>(step, recorder, conditions);
  }

  /** Takes the change back; whether that was done, is in the journal. */
  boolean undo() {
    var kept = recorder.step(step.id()).kept().orElseThrow();
    recorder.record(new RunEvent.UndoBegan(step.id()));
    try {
      moving.confirm();
      var before = step.codec().decode(kept.before());
      var after = step.codec().decode(kept.after());
      return switch (moving.move(after, before, kept)) {
        case Move.Already<S> _ -> undone(before, false);
        case Move.Written<S> _ -> undone(before, true);
        case Move.Drifted<S>(var now) -> overwrite(kept, before, now);
      };
    } catch (SystemException e) {
      return undoFailed(
          e.problem(),
          e.advice().orElse("Undo again when the system can be reached."),
          e.effect() == SystemException.Effect.UNKNOWN);
    }
  }

  private boolean undone(S before, boolean wrote) {
    recorder.record(new RunEvent.Undone(step.id(), waited(before), wrote));
    return true;
  }

  /** Somebody else has changed it since: what is there now is theirs, and a person decides. */
  private boolean overwrite(StepState.Kept kept, S before, S now) {
    var fields = Diff.since(step.codec().shape(), kept.before(), kept.after(), moving.encode(now));
    var target = step.action().target().label();
    var question = new Gatekeeper.Question.Drift(step.id(), target, fields);
    var changed = "somebody else has changed it since: " + labels(fields);
    return switch (gatekeeper.ask(question)) {
      case Gatekeeper.Answer.Yes(var by) -> {
        recorder.record(new RunEvent.DriftConfirmed(step.id(), moving.encode(now), by));
        // From what the person was shown, and from nothing else.
        yield switch (moving.move(now, before, kept)) {
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
      moving.confirm();
      var before = step.codec().decode(kept.before());
      var after = step.codec().decode(kept.after());
      return switch (moving.move(before, after, kept)) {
        case Move.Already<S> _, Move.Written<S> _ -> {
          recorder.record(new RunEvent.Redone(step.id(), waited(after)));
          yield true;
        }
        case Move.Drifted<S>(var now) ->
            redoFailed(
                "somebody else has changed it since the undo: " + moving.changes(before, now),
                "Run the scenario again: its plan starts from what is there now.",
                false);
      };
    } catch (SystemException e) {
      return redoFailed(
          e.problem(),
          e.advice().orElse("Try again when the system can be reached."),
          e.effect() == SystemException.Effect.UNKNOWN);
    }
  }

  private boolean redoFailed(String why, String advice, boolean unknown) {
    recorder.record(new RunEvent.RedoFailed(step.id(), why, advice, unknown));
    return false;
  }

  /** What is brought back may never have worked: that is said, and does not fail the undo. */
  private String waited(S back) {
    return switch (moving.await(back)) {
      case Readiness.Ready _ -> moving.note();
      case Readiness.Waiting(var progress) -> "it is back, but not settled: " + progress;
      case Readiness.Stuck(var why) -> "it is back, but: " + why;
    };
  }

  private boolean undoFailed(String why, String advice) {
    return undoFailed(why, advice, false);
  }

  private boolean undoFailed(String why, String advice, boolean unknown) {
    recorder.record(new RunEvent.UndoFailed(step.id(), why, advice, unknown));
    return false;
  }
}
