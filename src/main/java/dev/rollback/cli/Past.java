package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.journal.Reading;
import dev.rollback.plan.RefusedException;
import dev.rollback.plan.Whereabouts;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.scenario.BoundScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Goes on with a run of the past: what it was is in its journal, and nowhere else. */
final class Past {
  private final World world;
  private final Workspace workspace;
  private final Output output;
  private final boolean takeOver;
  private final Set<String> overwrite;
  private final ApprovalFiles approvals;

  /**
   * For runs of the past.
   *
   * @param takeOver whether the target is to be taken over from another run
   * @param overwrite the steps of which an undo may overwrite what somebody else has written
   */
  Past(World world, Workspace workspace, Output output, boolean takeOver, Set<String> overwrite) {
    this(world, workspace, output, takeOver, overwrite, new ApprovalFiles());
  }

  /** The same, with approvals for the gates that are still to come. */
  Past(
      World world,
      Workspace workspace,
      Output output,
      boolean takeOver,
      Set<String> overwrite,
      ApprovalFiles approvals) {
    this.world = world;
    this.workspace = workspace;
    this.output = output;
    this.takeOver = takeOver;
    this.overwrite = overwrite;
    this.approvals = approvals;
  }

  /** Looks at the systems of a run, without any right to write there. */
  void look(RunState state, BiConsumer<Session, BoundScenario> how) {
    var plan = state.plan();
    var read = workspace.parse(plan).orThrow();
    try (var session = workspace.session(Optional.of(plan.target()))) {
      var scenario = session.bind(read, PlanParameters.texts(plan), plan.at());
      refuseElsewhere(state, scenario);
      how.accept(session, scenario);
    }
  }

  /**
   * Opens the run's journal and its target, and does something with them.
   *
   * @throws RefusedException when the target leads elsewhere now, or the run is not one that this
   *     version can go on with
   */
  Execution.Result continueWith(String run, Function<Runner, Outcome> how) {
    var id = workspace.journals().resolve(run);
    return continueWith(id, workspace.journals().readIntact(id), how);
  }

  /**
   * The same of a run that was read already.
   *
   * @param id in full
   */
  Execution.Result continueWith(String id, Reading reading, Function<Runner, Outcome> how) {
    var state = Recorded.state(id, reading);
    var plan = state.plan();
    var changed = new Since(world, state).changes();
    var read = workspace.parse(plan).orThrow();
    try (var session = workspace.session(Optional.of(plan.target()));
        var tenancy =
            new Tenancy.Taking(world, workspace, session, output, plan, takeOver).take(id);
        var journal = workspace.journals().open(id, reading)) {
      var scenario = session.bind(read, PlanParameters.texts(plan), plan.at());
      refuseElsewhere(state, scenario);
      var given = approvals.verified(world, session, plan, operators(state), List.of());
      var gatekeeper = new ConsoleGatekeeper(world, false, overwrite, given);
      return new Execution(world, workspace, output)
          .resume(id, journal, plan, scenario, changed, gatekeeper, tenancy.tenure(), how);
    }
  }

  /** Whoever has moved the run forward is no approver of it. */
  private static List<String> operators(RunState state) {
    return state.timeline().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.Resumed.class::isInstance)
        .map(e -> ((RunEvent.Resumed) e).by())
        .collect(() -> new ArrayList<>(List.of(state.started().by())), List::add, List::addAll);
  }

  private static void refuseElsewhere(RunState state, BoundScenario scenario) {
    var problems = Whereabouts.elsewhere(state.plan(), scenario);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    var unknown = Since.unlike(state.plan(), scenario);
    if (!unknown.isEmpty()) {
      throw new RefusedException(
          List.of(
              Diagnostic.error(
                      "this version reads the run's runbook otherwise than the one that planned it:"
                          + " "
                          + String.join("; ", unknown))
                  .advise("Go on with rollback " + state.started().version() + ".")));
    }
  }
}
