package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Target;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.scenario.BoundStep;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What the systems say of the steps of a run, asked by a way of its own. */
public final class Truth {
  private Truth() {}

  /**
   * What the journal says of a step that has kept its states, and what is there.
   *
   * @param bulk whether its state is a digest of many objects, of which the service may make new
   *     ones at any time
   * @param now the state as it is observed
   * @param place where that is between the states that the step has kept, as its action says
   */
  public record Seen(StepState step, Target target, boolean bulk, JsonNode now, Place place) {
    /** Whether the system is as it was before the step. */
    public boolean before() {
      return place == Place.BEFORE;
    }

    /** Whether the system is as the step wanted it. */
    public boolean after() {
      return place == Place.AFTER;
    }
  }

  /** Where a system is between two states. */
  public enum Place {
    /** At the first. */
    BEFORE,
    /** At the second. */
    AFTER,
    /** On the way from the one to the other. */
    BETWEEN,
    /** Nowhere there. */
    ELSEWHERE
  }

  /**
   * Observes the targets of all steps of a run that have kept their states.
   *
   * @param directory of the shell
   * @param configuration that leads to the systems of the run by another way
   */
  public static List<Seen> of(Path directory, Path configuration, RunState run) {
    var redactor = new Redactor();
    var world =
        new World(
            // With the shell's own key, or its secrets would have other fingerprints.
            Map.of(
                "HOME", directory.toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString()),
            directory,
            new ScriptedConsole(redactor),
            redactor,
            Clock.systemUTC(),
            () -> "none",
            "judge",
            "judge-1",
            new Interrupts());
    var workspace = new Workspace(world, new CommonOptions());
    var plan = run.plan();
    try (var session = workspace.session(configuration, plan.target())) {
      var read = workspace.parse(plan).orThrow();
      return session
          .bind(read, PlanParameters.texts(plan), plan.at())
          .all()
          .filter(BoundStep.Move.class::isInstance)
          .map(BoundStep.Move.class::cast)
          .filter(move -> run.step(move.id()).kept().isPresent())
          .map(move -> seen((BoundStep.Move<?, ?, ?>) move, run.step(move.id())))
          .toList();
    }
  }

  private static <S extends Record, R, W extends R> Seen seen(
      BoundStep.Move<S, R, W> move, StepState step) {
    var now = move.action().observe(move.connection().reader()).state();
    return new Seen(
        step,
        move.action().target(),
        move.action() instanceof BulkAction<?, ?, ?>,
        move.codec().encode(now),
        place(move, step.kept().orElseThrow(), now));
  }

  private static <S extends Record, R, W extends R> Place place(
      BoundStep.Move<S, R, W> move, StepState.Kept kept, S now) {
    var before = move.codec().decode(kept.before());
    var after = move.codec().decode(kept.after());
    if (now.equals(before)) {
      return Place.BEFORE;
    } else if (now.equals(after)) {
      return Place.AFTER;
    }
    return move.action().partway(before, after, now) ? Place.BETWEEN : Place.ELSEWHERE;
  }
}
