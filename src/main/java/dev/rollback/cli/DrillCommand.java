package dev.rollback.cli;

import dev.rollback.approval.DrillRecord;
import dev.rollback.diagnostic.UserException;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.scenario.ScenarioReader;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job where nothing can break: on embedded servers, against an injected fault. */
@Command(
    name = "drill",
    description = "Break the embedded sandbox, and run a scenario that heals it.")
final class DrillCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The scenario's name, or the path of its file.")
  private String name = "";

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "What to break. Default: the first fault of the scenario.")
  private @Nullable String fault;

  @Option(
      names = "--keep",
      description = "Keep the sandbox afterwards, until Ctrl-C, to look around in it and to undo.")
  private boolean keep;

  @Option(
      names = "--record",
      description =
          "Record beside the runbook when it was drilled and how that ended: NAME.drill.json. A"
              + " target's policy can ask for it.")
  private boolean record;

  @Mixin private RunFlags flags = new RunFlags();

  DrillCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    options()
        .target()
        .filter(t -> !t.equals(DrillTarget.NAME))
        .ifPresent(
            t -> {
              throw new UserException(
                  "a drill breaks things, and '" + t + "' is not the sandbox",
                  "Leave --target out: a drill runs on the embedded sandbox.");
            });
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    var chosen = fault(read.scenario().scenario().value());
    output().line("Starting the sandbox: PostgreSQL, Redis, a Kubernetes API and grid-api …");
    var begin = world().clock().instant();
    try (var sandbox = Sandbox.start();
        var prober = Prober.start(sandbox, world().clock())) {
      output().line("Ready after %s at %s.".formatted(seconds(begin), sandbox.http()));
      sandbox.inject(chosen);
      output().line("Broken: " + chosen.title() + ".");
      output().line("        " + chosen.breaks());
      output().line("");
      var config = DrillTarget.write(sandbox);
      try (var session = workspace.session(config, DrillTarget.NAME)) {
        var started = world().clock().instant();
        var exit =
            new Job(world(), workspace, session, output(), flags.takeOver())
                .run(read, options().parameters(), flags.sandboxMode());
        var verdict = judge(exit, prober, started);
        if (record) {
          record(read, chosen, verdict);
        }
        stay(config);
        return verdict;
      } finally {
        new Outstanding(workspace)
            .gone(sandbox.http().toString(), "the sandbox of the drill was closed");
      }
    }
  }

  /** What was read is what was drilled, whatever has become of the file meanwhile. */
  private void record(ScenarioReader.Read read, Fault chosen, ExitCode verdict) {
    var path = DrillRecord.beside(world().directory().resolve(read.source().name()));
    DrillRecord.of(
            read.scenario().scenario().value(),
            read.source().text(),
            world().clock().instant(),
            chosen.id(),
            verdict == ExitCode.OK,
            Version.text())
        .write(path);
    output().line("Recorded: " + path);
  }

  private Fault fault(String scenario) {
    var fitting = Faults.of(scenario);
    if (fitting.isEmpty()) {
      throw new UserException(
          "the sandbox has no fault that '" + scenario + "' is for",
          "Drill one of: "
              + Faults.all().stream()
                  .flatMap(f -> f.scenarios().stream())
                  .distinct()
                  .collect(Collectors.joining(", "))
              + ".");
    }
    if (fault == null) {
      return fitting.getFirst();
    }
    return Faults.named(fault)
        .orElseThrow(
            () ->
                new UserException(
                    "there is no fault '" + fault + "'",
                    "There are: "
                        + Faults.all().stream().map(Fault::id).collect(Collectors.joining(", "))
                        + "."));
  }

  /** What a customer saw decides, not what the run says of itself. */
  private ExitCode judge(ExitCode exit, Prober prober, Instant started) {
    if (exit != ExitCode.OK) {
      return exit;
    }
    if (!prober.awaitServed(Duration.ofSeconds(5))) {
      output().line("NOT HEALED: the run says that it is done, but a customer is not served.");
      return ExitCode.OPERATOR;
    }
    var verdict = prober.verdict();
    output()
        .line(
            "Healed: customers were not served for %s (%d of %d attempts failed); it took %s from the first look."
                .formatted(
                    verdict.outage().map(DrillCommand::text).orElse("no time"),
                    verdict.failed(),
                    verdict.attempts(),
                    verdict
                        .recovered()
                        .map(at -> text(Duration.between(started, at)))
                        .orElse("no time")));
    return exit;
  }

  private void stay(java.nio.file.Path config) {
    if (!keep) {
      return;
    }
    output().line("");
    output().line("The sandbox stays until Ctrl-C. In another terminal:");
    output().line("  export ROLLBACK_CONFIG=" + config);
    output().line("  rollback status        rollback undo latest        rollback scenario " + name);
    while (world().stop().pause(Duration.ofHours(1))) {
      // nothing to do until somebody wants it to end
      output().progress("sandbox", "kept");
    }
  }

  private String seconds(Instant begin) {
    return text(Duration.between(begin, world().clock().instant()));
  }

  private static String text(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
