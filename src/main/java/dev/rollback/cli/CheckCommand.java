package dev.rollback.cli;

import dev.rollback.help.Asked;
import dev.rollback.plan.CheckResult;
import dev.rollback.report.ChecksReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A scenario's checks alone, for CI after a deployment. */
@Command(
    name = "check",
    description = "Read the checks that decide a scenario's success; nothing is changed.")
final class CheckCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private String name = "";

  CheckCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var scenario = session.bind(read, options().parameters(), world().clock().instant());
      var judge = session.judge();
      var results = session.deciding(scenario).stream().map(c -> judge.judge(c)).toList();
      output().text(ChecksReport.text(results, output().layout()));
      output().document(ChecksReport.json(results));
      return results.stream().allMatch(r -> r.verdict() == CheckResult.Verdict.PASS)
          ? ExitCode.OK
          : ExitCode.CHECK;
    }
  }
}
