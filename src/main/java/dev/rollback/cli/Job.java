package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.approval.Mode;
import dev.rollback.plan.Plan;
import dev.rollback.report.Obstacles;
import dev.rollback.report.PlanJson;
import dev.rollback.report.PlanMarkdown;
import dev.rollback.report.PlanText;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Outcome;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One scenario on one target, from the preview to the report. */
final class Job {
  private final World world;
  private final Workspace workspace;
  private final Session session;
  private final Output output;
  private final boolean takeOver;
  private final UnaryOperator<Gatekeeper> person;

  /**
   * On the target of this session.
   *
   * @param takeOver whether the target is to be taken over from another run
   */
  Job(World world, Workspace workspace, Session session, Output output, boolean takeOver) {
    this(world, workspace, session, output, takeOver, UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param person who does more than answer
   */
  Job(
      World world,
      Workspace workspace,
      Session session,
      Output output,
      boolean takeOver,
      UnaryOperator<Gatekeeper> person) {
    this.world = world;
    this.workspace = workspace;
    this.session = session;
    this.output = output;
    this.takeOver = takeOver;
    this.person = person;
  }

  /** Shows what would be done. */
  ExitCode preview(ScenarioReader.Read read, Map<String, String> parameters) {
    var plan = session.plan(bind(read, parameters));
    present(plan);
    return held(plan) ? ExitCode.OK : ExitCode.CHECK;
  }

  /** Does it, if it is approved. */
  ExitCode run(ScenarioReader.Read read, Map<String, String> parameters, Mode mode) {
    var scenario = bind(read, parameters);
    var plan = session.plan(scenario);
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    show(plan);
    if (!held(plan)) {
      output.document(PlanJson.of(plan));
      return ExitCode.CHECK;
    }
    return approveAndRun(plan, scenario, mode, Approvals.none());
  }

  /** Shows what would be done, and keeps it for `apply`. */
  ExitCode save(
      ScenarioReader.Read read, Map<String, String> parameters, Path file, Duration lasts) {
    var expires = world.clock().instant().plus(lasts);
    var plan = session.plan(bind(read, parameters)).saved(expires, Version.text());
    present(plan);
    if (!held(plan)) {
      return ExitCode.CHECK;
    }
    PlanFile.of(plan).write(file, world.redactor());
    output.line("Saved. Run it with: rollback apply " + file);
    return ExitCode.OK;
  }

  /** Asks, then runs what was approved. */
  ExitCode approveAndRun(Plan plan, BoundScenario scenario, Mode mode, Approvals approvals) {
    var decision = new PlanApproval(world, session, mode, approvals).decide(plan);
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return switch (decision) {
      case PlanApproval.Answer.Declined() -> {
        output.line("Declined. Nothing was changed.");
        output.document(PlanJson.of(plan));
        yield ExitCode.GATE;
      }
      case PlanApproval.Answer.Missing(var why) -> {
        output.problems(why);
        output.document(PlanJson.of(plan));
        yield ExitCode.GATE;
      }
      case PlanApproval.Answer.Approved(var approved) -> {
        var sandbox = mode == Mode.SANDBOX;
        var gatekeeper = person.apply(new ConsoleGatekeeper(world, sandbox, Set.of(), approvals));
        var taking = new Tenancy.Taking(world, workspace, session, output, plan, takeOver);
        var result =
            new Execution(world, workspace, output).start(approved, scenario, gatekeeper, taking);
        new Reports(workspace, output).finish(result.run());
        yield ExitCodes.of(result);
      }
    };
  }

  /** Whether somebody has stopped it before anything was begun; that is said. */
  private boolean interrupted() {
    var by = world.stop().requested();
    by.ifPresent(who -> output.line("Interrupted by " + who + ". Nothing was changed."));
    return by.isPresent();
  }

  private BoundScenario bind(ScenarioReader.Read read, Map<String, String> parameters) {
    return session.bind(read, parameters, world.clock().instant());
  }

  /** The plan itself is what the command prints. */
  private void present(Plan plan) {
    show(plan);
    output.document(PlanJson.of(plan));
    output.page(PlanMarkdown.of(plan, output.layout()));
  }

  private void show(Plan plan) {
    output.text(PlanText.of(plan, output.layout()));
    session.telling().ifPresent(output::line);
    session.notes().forEach(output::line);
    new Outstanding(workspace).on(plan.addresses()).forEach(output::line);
    new Tenancy.Taking(world, workspace, session, output, plan, takeOver)
        .note()
        .ifPresent(output::line);
  }

  /**
   * Whether everything holds that must hold before step 1, and the scenario is for what has
   * happened; what is not so is said.
   */
  boolean held(Plan plan) {
    var problems = Obstacles.of(plan);
    if (!problems.isEmpty()) {
      output.problems(problems);
    }
    return problems.isEmpty();
  }

  /** Whether a run ended well. */
  static boolean good(Outcome outcome) {
    return ExitCodes.of(outcome) == ExitCode.OK;
  }
}
