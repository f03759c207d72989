package dev.rollback.cli;

import dev.rollback.help.Asked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job: preview, ask, run, verify, report. */
@Command(
    name = "scenario",
    description = "Preview a scenario against the live systems, ask, run it, verify it, report.")
final class ScenarioCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private String name = "";

  @Option(names = "--dry-run", description = "Stop after the preview; nothing is changed.")
  private boolean dryRun;

  @Mixin private RunFlags flags = new RunFlags();

  ScenarioCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    flags.refuseApproveAll();
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var job = new Job(world(), workspace, session, output(), flags.takeOver());
      return dryRun
          ? job.preview(read, options().parameters())
          : job.run(read, options().parameters(), flags.mode());
    }
  }
}
