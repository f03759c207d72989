package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Asked;
import dev.rollback.plan.CheckResult;
import dev.rollback.shape.Codec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A scenario's checks alone, for CI after a deployment. */
@Command(
    name = "check",
    description = "Read the checks that decide a scenario's success; nothing is changed.")
final class CheckCommand extends BaseCommand {
  private final Optional<GitHubActions> github;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private String name = "";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "Read checks that do not pass again, until all pass in one round or this time is over:"
              + " 90s, 5m, PT5M. Default: each check is judged once, as in a run.")
  private @Nullable Duration wait;

  @Option(
      names = "--on-failure",
      paramLabel = "plan:NAME[=FILE]",
      converter = OnFailure.Converter.class,
      description =
          "When the checks do not pass, plan this scenario on the same target and save the plan in"
              + " a new file, for `approve` and `apply`. Default: NAME.plan.json in this"
              + " directory.")
  private @Nullable OnFailure onFailure;

  CheckCommand(World world) {
    super(GitHubActions.harmless(world));
    this.github = GitHubActions.of(world);
  }

  @Override
  Set<String> fileKinds() {
    return ReportFiles.KINDS;
  }

  @Override
  ExitCode execute() {
    if (wait != null && wait.isNegative()) {
      throw new UserException("--wait " + wait + " is no time to wait", "Write 90s, 5m or PT5M.");
    }
    var reports = new ReportFiles(world(), output(), files());
    reports.requirePlaces();
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var scenario = session.bind(read, options().parameters(), world().clock().instant());
      var plan = failurePlan(workspace, session);
      plan.ifPresent(FailurePlan::require);
      var job = new CheckJob(world(), session, this::say);
      return new CheckOutcome(output(), reports, github, plan)
          .of(job.read(scenario, Optional.ofNullable(wait)));
    }
  }

  private Optional<FailurePlan> failurePlan(Workspace workspace, Session session) {
    return Optional.ofNullable(onFailure)
        .map(
            wanted ->
                new FailurePlan(
                    world(), workspace, session, output(), wanted, options().parameters()));
  }

  /** Whoever reads lines is told of each reading at once. */
  private void say(CheckResult result) {
    output().answer().line(Kind.CHECKED, () -> Codec.of(CheckResult.class).encode(result));
  }
}
