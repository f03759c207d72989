package dev.rollback.run;

import dev.rollback.action.TimedOneWayAction;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.BoundStep;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Does a one-way action at most once. When the journal says that it began and not how it ended, the
 * action's own check tells, or else a person; it is never repeated blindly.
 */
final class OneWayRunner<R, W extends R> {
  private static final String DONE = "it was done, as its own check tells";

  private final BoundStep.OneWay<R, W> step;
  private final Recorder recorder;
  private final Gatekeeper gatekeeper;
  private final Tenure tenure;

  OneWayRunner(BoundStep.OneWay<R, W> step, Recorder recorder, Conditions conditions) {
    this.step = step;
    this.recorder = recorder;
    this.gatekeeper = conditions.gatekeeper();
    this.tenure = conditions.tenure();
  }

  StepResult apply() {
    var before = recorder.step(step.id());
    var open = before.phase() == StepState.Phase.RUNNING || before.unknown();
    try {
      return open ? settle() : execute();
    } catch (SystemException e) {
      return new StepResult.Failed(
          e.problem(),
          e.advice().orElse(""),
          e.effect() == SystemException.Effect.UNKNOWN,
          e.effect() == SystemException.Effect.NONE);
    }
  }

  private StepResult execute() {
    tenure.confirm();
    step.connection().confirm();
    recorder.record(new RunEvent.StepStarted(step.id(), recorder.step(step.id()).attempts() + 1));
    try {
      return wasDone(perform(line -> recorder.progress(step.id(), line)));
    } catch (SystemException e) {
      return settled(e);
    }
  }

  private String perform(Consumer<String> progress) {
    var writer = step.connection().writer();
    return step.timeout().isPresent() && step.action() instanceof TimedOneWayAction<R, W> timed
        ? timed.execute(writer, step.timeout().get(), progress)
        : step.action().execute(writer, progress);
  }

  /** No answer came: where its own check can tell what came of it, it is asked at once. */
  private StepResult settled(SystemException lost) {
    if (lost.effect() == SystemException.Effect.UNKNOWN
        && step.action().done(step.connection().reader()).equals(Optional.of(true))) {
      return wasDone(DONE + ", although no answer came: " + lost.problem());
    }
    throw lost;
  }

  /** What a process before this one began, or this one, and of which nobody knows how it ended. */
  private StepResult settle() {
    var done = step.action().done(step.connection().reader());
    if (done.isPresent()) {
      return done.get() ? wasDone(DONE) : execute();
    }
    var question =
        new Gatekeeper.Question.Manual(
            step.id(),
            "Nobody knows whether this was done: "
                + step.action().preview().lines().collect(Collectors.joining("; "))
                + ". Has it been done (or have you done it by hand)?");
    return switch (gatekeeper.ask(question)) {
      case Gatekeeper.Answer.Yes(var by) -> wasDone("it was done, as " + by.by() + " says");
      case Gatekeeper.Answer.No _ -> execute();
      case Gatekeeper.Answer.TooFew(var needed, var _, var why) ->
          new StepResult.Stopped("it needs " + needed.label() + ": " + why);
      case Gatekeeper.Answer.Nobody(var why) ->
          new StepResult.Stopped("its outcome is unknown, and nobody could be asked: " + why);
    };
  }

  private StepResult wasDone(String note) {
    recorder.record(new RunEvent.StepDone(step.id(), RunEvent.Done.CHANGED, note));
    return new StepResult.Done();
  }
}
