package dev.rollback.cli;

import dev.rollback.help.Asked;
import dev.rollback.plan.PreflightResult;
import dev.rollback.report.PreflightJson;
import dev.rollback.report.PreflightText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Preflight alone. */
@Command(
    name = "doctor",
    description = "Probe everything that a scenario and its undo need; nothing is changed.")
final class DoctorCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private String name = "";

  DoctorCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var scenario = session.bind(read, options().parameters(), world().clock().instant());
      var results = session.preflight(scenario.connected());
      output().text(PreflightText.of(results, output().layout()));
      output().answer().show(Kind.PREFLIGHT, () -> PreflightJson.of(results));
      return results.stream().allMatch(PreflightResult::met) ? ExitCode.OK : ExitCode.REFUSED;
    }
  }
}
