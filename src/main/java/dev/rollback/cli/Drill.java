package dev.rollback.cli;

import dev.rollback.action.Undo;
import dev.rollback.approval.Mode;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.report.DrillResult;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.RunState;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.ByHand;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import dev.rollback.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One scenario against one fault in a sandbox of its own: broken, healed, judged from outside, and
 * undone if that is wanted.
 */
final class Drill {
  static final String STARTING =
      "Starting the sandbox: PostgreSQL, Redis, a Kubernetes API and grid-api …";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final World world;
  private final CommonOptions options;
  private final Output output;
  private final Mode mode;
  private final boolean undo;

  /**
   * Of how it is done.
   *
   * @param output shows it
   * @param undo whether the run is undone afterwards, and what is there then compared
   */
  Drill(World world, CommonOptions options, Output output, Mode mode, boolean undo) {
    this.world = world;
    this.options = options;
    this.output = output;
    this.mode = mode;
    this.undo = undo;
  }

  /** How it went. */
  record Ended(ExitCode exit, DrillResult result) {}

  /**
   * Does it; whoever interrupts it gets the sandbox closed, and exit code 130.
   *
   * @param stay is given the sandbox's configuration, and the parameters that the scenario was
   *     given, before the sandbox is closed
   */
  Ended of(
      ScenarioReader.Read read,
      Fault fault,
      boolean takeOver,
      BiConsumer<Path, Map<String, String>> stay) {
    world.stop().orderly();
    output.line(STARTING);
    var begin = world.clock().instant();
    try (var sandbox = Sandbox.start();
        var prober = Prober.start(sandbox, world.clock())) {
      output.line("Ready after %s at %s.".formatted(since(begin), sandbox.http()));
      if (interrupted()) {
        return stopped(read, fault);
      }
      fault.inject(sandbox);
      if (interrupted()) {
        return stopped(read, fault);
      }
      output.line("Broken: " + fault.title() + ".");
      output.line("        " + fault.breaks());
      output.line("");
      var config = DrillTarget.write(sandbox);
      var workspace = new Workspace(at(config), options);
      try {
        var parameters = parameters(fault, sandbox);
        var ended = new Attempt(workspace, sandbox, prober, read, fault).run(parameters, takeOver);
        if (!interrupted()) {
          stay.accept(config, parameters);
        }
        return ended;
      } finally {
        new Outstanding(workspace)
            .gone(sandbox.http().toString(), "the sandbox of the drill was closed");
      }
    }
  }

  private boolean interrupted() {
    return world.stop().requested().isPresent();
  }

  private Ended stopped(ScenarioReader.Read read, Fault fault) {
    var who = world.stop().requested().orElseThrow();
    output.note("Interrupted by " + who + ". The scenario was not run.");
    return new Ended(
        ExitCode.INTERRUPTED,
        DrillResult.notDrilled(
            read.scenario().scenario().value(), fault.id(), "interrupted by " + who));
  }

  /** The same world, where the sandbox is the only target. */
  private World at(Path config) {
    var environment = new LinkedHashMap<>(world.environment());
    environment.put("ROLLBACK_CONFIG", config.toString());
    return world.with(environment);
  }

  /** What the command line gives goes before what the fault does. */
  private Map<String, String> parameters(Fault fault, Sandbox sandbox) {
    var all = new LinkedHashMap<>(fault.parameters(sandbox));
    all.putAll(options.parameters());
    return all;
  }

  private String since(Instant begin) {
    return text(Duration.between(begin, world.clock().instant()));
  }

  static String text(Duration duration) {
    return String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** What has happened in one sandbox. */
  private final class Attempt {
    private final Workspace workspace;
    private final Sandbox sandbox;
    private final Prober prober;
    private final ScenarioReader.Read read;
    private final Fault fault;
    private Optional<Footprint> broken = Optional.empty();

    Attempt(
        Workspace workspace,
        Sandbox sandbox,
        Prober prober,
        ScenarioReader.Read read,
        Fault fault) {
      this.workspace = workspace;
      this.sandbox = sandbox;
      this.prober = prober;
      this.read = read;
      this.fault = fault;
    }

    Ended run(Map<String, String> parameters, boolean takeOver) {
      broken = Optional.of(Footprint.of(sandbox));
      var earlier = latest();
      var started = world.clock().instant();
      ExitCode exit;
      try (var session = workspace.session(Optional.of(DrillTarget.NAME))) {
        exit =
            new Job(world, workspace, session, output, takeOver, this::person)
                .run(read, parameters, mode);
      }
      var run = latest().filter(r -> !earlier.equals(Optional.of(r)));
      var wrong = exit == ExitCode.OK ? wrong() : Optional.<String>empty();
      var seen = prober.verdict();
      if (exit == ExitCode.OK) {
        say(wrong, seen, started);
      }
      var healed = exit == ExitCode.OK && wrong.isEmpty();
      var undone =
          undo && run.isPresent() && !interrupted()
              ? undone(run.get(), Footprint.of(sandbox))
              : DrillResult.Undone.NOT_TRIED;
      var plan = run.map(r -> RunState.of(workspace.journals().read(r)).plan());
      var causes = plan.flatMap(Plan::diagnosis).map(Diagnosis::found).orElse(List.of());
      var result =
          new DrillResult(
              read.scenario().scenario().value(),
              fault.id(),
              run,
              causes,
              causes.stream().anyMatch(this::isMade),
              healed,
              healed
                  ? Optional.empty()
                  : Optional.of(wrong.orElse("it ended with exit code " + exit.code())),
              seen.recovered().filter(_ -> healed).map(at -> Duration.between(started, at)),
              read.scenario().estimate().flatMap(e -> e.duration()),
              seen.outage().filter(_ -> healed),
              seen.attempts(),
              seen.failed(),
              undone);
      return new Ended(healed || exit != ExitCode.OK ? exit : ExitCode.OPERATOR, result);
    }

    /** A called scenario's causes carry its name. */
    private boolean isMade(String found) {
      return fault.causes().contains(found.substring(found.lastIndexOf('/') + 1));
    }

    private Optional<String> latest() {
      return workspace.journals().list().stream().findFirst().map(summary -> summary.run());
    }

    /** What a customer sees decides, and what an administrator finds: not what the run says. */
    private Optional<String> wrong() {
      return prober.awaitServed(PATIENCE)
          ? fault.remains(sandbox)
          : Optional.of("the run says that it is done, but a customer is not served");
    }

    private void say(Optional<String> wrong, Prober.Verdict seen, Instant started) {
      output.line(
          wrong
              .map(why -> "NOT HEALED: " + why + ".")
              .orElseGet(
                  () ->
                      "Healed: customers were not served for %s (%d of %d attempts failed); it took %s from the first look."
                          .formatted(
                              seen.outage().map(Drill::text).orElse("no time"),
                              seen.failed(),
                              seen.attempts(),
                              seen.recovered()
                                  .map(at -> text(Duration.between(started, at)))
                                  .orElse("no time"))));
    }

    /** What is done by hand is no run's to take back. */
    private Gatekeeper person(Gatekeeper asked) {
      return new DrilledPerson(asked, fault.byHand(), this::byHand);
    }

    private void byHand(ByHand hand) {
      var before = Footprint.of(sandbox);
      hand.work().accept(sandbox);
      var after = Footprint.of(sandbox);
      broken = broken.map(was -> was.withWhatChanged(before, after));
      output.line("Done by the drill: " + hand.done() + ".");
    }

    private DrillResult.Undone undone(String run, Footprint healed) {
      prober.stop();
      output.line("");
      output.line("Undoing it, to see whether all comes back …");
      new Past(world, workspace, output, false, Set.of())
          .continueWith(run, runner -> runner.undo("the drill", world.user()));
      var notBack = broken.orElseThrow().notBackIn(Footprint.of(sandbox), healed);
      output.line(
          notBack.isEmpty()
              ? "Undone: everything is as it was before the run."
              : "Undone, and not as it was before the run: " + String.join(", ", notBack));
      var state = RunState.of(workspace.journals().read(run));
      return new DrillResult.Undone(true, notBack, withoutUndo(state.plan()));
    }
  }

  /** The steps of which the plan says that they cannot be undone. */
  static List<String> withoutUndo(Plan plan) {
    return plan.all().flatMap(Drill::withoutUndo).toList();
  }

  private static Stream<String> withoutUndo(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change c when c.undo() instanceof Undo.Impossible -> Stream.of(c.id());
      case PlannedStep.Deferred d when d.undo() instanceof Undo.Impossible -> Stream.of(d.id());
      case PlannedStep.OneWay o when o.leavesSomething() -> Stream.of(o.id());
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          Stream.empty();
    };
  }
}
