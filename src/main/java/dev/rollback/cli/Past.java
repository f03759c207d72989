package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.plan.Plan;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.scenario.BoundScenario;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Goes on with a run of the past: what it was is in its journal, and nowhere else. */
final class Past {
  private final World world;
  private final Workspace workspace;
  private final Output output;

  Past(World world, Workspace workspace, Output output) {
    this.world = world;
    this.workspace = workspace;
    this.output = output;
  }

  /**
   * Opens the run's journal and its target, and does something with them.
   *
   * @throws RefusedException when the target leads elsewhere now
   */
  Execution.Result continueWith(String run, Function<Runner, Outcome> how) {
    return continueWith(run, _ -> {}, how);
  }

  /**
   * The same of a run that is looked at first, once nobody else can write it.
   *
   * @param admitted throws, where it is not to be gone on with
   */
  Execution.Result continueWith(
      String run, Consumer<RunState> admitted, Function<Runner, Outcome> how) {
    var id = workspace.journals().resolve(run);
    var plan = Recorded.begun(workspace.journals(), id).plan();
    var read = workspace.parse(plan).orThrow();
    try (var session = workspace.session(Optional.of(plan.target()));
        var _ = workspace.journals().lockTarget(plan.target(), plan.addresses(), id);
        var journal = workspace.journals().open(id)) {
      var scenario = session.bind(read, PlanParameters.texts(plan), plan.at());
      refuseElsewhere(plan, scenario);
      admitted.accept(RunState.of(journal.entries()));
      return new Execution(world, workspace, output)
          .resume(id, journal, plan, scenario, new ConsoleGatekeeper(world, false), how);
    }
  }

  /** The same name may lead to other systems by now; what was kept belongs to the old ones. */
  private static void refuseElsewhere(Plan plan, BoundScenario scenario) {
    var now = new TreeMap<>(dev.rollback.plan.Planner.addresses(scenario));
    if (!now.equals(new TreeMap<>(plan.addresses()))) {
      throw new RefusedException(
          List.of(
              Diagnostic.error(
                      "target '%s' leads to %s now, and led to %s when the run began"
                          .formatted(plan.target(), now, plan.addresses()))
                  .advise("Use the configuration that the run was started with: --config FILE.")));
    }
  }
}
