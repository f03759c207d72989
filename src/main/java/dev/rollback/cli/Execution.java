package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Plan;
import dev.rollback.report.CommandJson;
import dev.rollback.report.EventJson;
import dev.rollback.report.EventText;
import dev.rollback.report.Moment;
import dev.rollback.run.Conditions;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.LateNotices;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunListener;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.run.Tenure;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something with a journal: shows what happens, and says at the end where it stands. */
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final World world;
  private final Workspace workspace;
  private final Output output;

  Execution(World world, Workspace workspace, Output output) {
    this.world = world;
    this.workspace = workspace;
    this.output = output;
  }

  /**
   * A run that ended, at least for now.
   *
   * @param idle whether it was to change nothing, because no cause was found
   */
  record Result(String run, Outcome outcome, boolean idle) {}

  /**
   * Begins a run of an approved plan.
   *
   * @throws dev.rollback.plan.RefusedException when it is a saved one that was run already
   */
  Result start(
      ApprovedPlan approved, BoundScenario scenario, Gatekeeper gatekeeper, Tenancy.Taking taking) {
    var run = world.ids().get();
    try (var tenancy = taking.take(run)) {
      new SavedPlans(world, workspace).requireUnused(approved.plan());
      return start(run, approved, scenario, gatekeeper, tenancy);
    }
  }

  private Result start(
      String run,
      ApprovedPlan approved,
      BoundScenario scenario,
      Gatekeeper gatekeeper,
      Tenancy tenancy) {
    try (var journal = workspace.journals().create(run)) {
      output.line("");
      return finish(
          run,
          journal,
          scenario,
          live ->
              Runner.start(
                      run,
                      approved,
                      scenario,
                      journal,
                      operator(),
                      conditions(run, approved.plan(), gatekeeper, tenancy.tenure(), live))
                  .run());
    }
  }

  /** Goes on with a run, or takes it back. */
  Result resume(
      String run,
      Journal journal,
      Plan plan,
      BoundScenario scenario,
      List<String> changed,
      Gatekeeper gatekeeper,
      Tenure tenure,
      Function<Runner, Outcome> how) {
    return finish(
        run,
        journal,
        scenario,
        live ->
            how.apply(
                Runner.resume(
                    scenario,
                    journal,
                    operator(),
                    changed,
                    conditions(run, plan, gatekeeper, tenure, live))));
  }

  /** Tells channels what they are still to be told of a run that no process works on. */
  void tellLate(String run, Journal journal, Plan plan, BoundScenario scenario) {
    var nobody = new ConsoleGatekeeper(world, false, Set.of(), Approvals.none());
    LateNotices.tell(
        scenario, journal, conditions(run, plan, nobody, Tenure.undisputed(), RunListener.none()));
  }

  /** Work that ends with an outcome, and tells a listener how it goes. */
  private interface Work {
    Outcome run(RunListener live);
  }

  private Result finish(String run, Journal journal, BoundScenario scenario, Work work) {
    try (var file = LogFile.open(workspace.journals().log(run), output::problems);
        var _ = LogSink.open(LogSink.Levels.FILE, world.redactor(), file)) {
      LOG.info("rollback {} works on run {}", Version.text(), run);
      return logged(run, journal, scenario, work);
    }
  }

  private Result logged(String run, Journal journal, BoundScenario scenario, Work work) {
    try {
      var outcome = watched(run, journal, scenario, work);
      output.outcome(run, journal.entries());
      return new Result(run, outcome, RunState.of(journal.entries()).plan().idle());
    } catch (SystemException e) {
      // Its journal cannot be written any more; the systems may be anywhere between two steps.
      LOG.error("the run had to stop", e);
      output.problems(
          List.of(
              Diagnostic.error("run " + run + " had to stop: " + e.problem())
                  .advise(e.advice().orElse("Mend this, then `rollback resume " + run + "`."))));
      output.answer().run(run, Optional.empty());
      var changed = Recorded.mayHaveChanged(journal.entries());
      return new Result(run, changed ? Outcome.OPERATOR_NEEDED : Outcome.REFUSED, false);
    } catch (RuntimeException e) {
      LOG.error("the run was cut off", e);
      throw e;
    }
  }

  /**
   * While it goes on, it is shown at the bottom of the terminal, and can be watched from others.
   */
  private Outcome watched(String run, Journal journal, BoundScenario scenario, Work work) {
    try (var others = ProgressWriter.open(workspace.journals().progress(run), world.clock())) {
      return output.mayShow()
          ? shown(journal, scenario, live -> work.run(live.and(others)))
          : work.run(others);
    }
  }

  private Outcome shown(Journal journal, BoundScenario scenario, Work work) {
    var live =
        new LiveRun(
                world.clock(),
                output.layout(),
                scenario.scenario().estimate().flatMap(Scenario.Estimate::duration),
                () -> new Moment.Seat.Here(world.stop().requested()))
            .after(journal.entries());
    try (var _ = output.live(live)) {
      return work.run(live);
    }
  }

  private Runner.Operator operator() {
    return new Runner.Operator(world.user(), world.host(), Version.text());
  }

  private Conditions conditions(
      String run, Plan plan, Gatekeeper gatekeeper, Tenure tenure, RunListener live) {
    return new Conditions(
        gatekeeper,
        world.clock(),
        world.stop(),
        world.stop(),
        new Telling(run, plan, live),
        world.redactor(),
        tenure);
  }

  /** Prints a line for each event; what lies between them is for the live view. */
  private final class Telling implements RunListener {
    private final String run;
    private final EventText text;
    private final RunListener live;

    Telling(String run, Plan plan, RunListener live) {
      this.run = run;
      this.text = new EventText(plan, output.layout());
      this.live = live;
    }

    @Override
    public void recorded(JournalEntry entry) {
      live.recorded(entry);
      text.what(entry).ifPresent(what -> LOG.info("{}: {}", entry.seq(), what));
      text.line(entry).ifPresent(output::line);
      output.answer().line(Kind.EVENT, () -> EventJson.of(run, entry, text));
    }

    @Override
    public void progress(String step, String how) {
      output.progress(step, how);
      output.answer().line(Kind.PROGRESS, () -> CommandJson.Progress.of(run, step, how));
      live.progress(step, how);
    }

    @Override
    public void read(CheckResult soFar, Duration holds) {
      live.read(soFar, holds);
    }
  }
}
