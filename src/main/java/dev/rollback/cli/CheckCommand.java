package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A scenario's checks alone, for CI after a deployment. */
@Command(
    name = "check",
    description = "Read the checks that decide a scenario's success; nothing is changed.")
final class CheckCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The scenario's name, or the path of its file.")
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
    super(world);
  }

  @Override
  boolean writesReports() {
    return true;
  }

  @Override
  ExitCode execute() {
    if (wait != null && wait.isNegative()) {
      throw new UserException("--wait " + wait + " is no time to wait", "Write 90s, 5m or PT5M.");
    }
    var github = GitHubActions.of(world());
    var world = github.map(GitHubActions::world).orElseGet(this::world);
    var workspace = new Workspace(world, options());
    var output = new Output(world, options());
    var files = new ReportFiles(world, output, options().files());
    files.requirePlaces();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var scenario = session.bind(read, options().parameters(), world.clock().instant());
      var plan = failurePlan(world, workspace, session, output);
      plan.ifPresent(FailurePlan::require);
      var run = new CheckJob(world, session).read(scenario, Optional.ofNullable(wait));
      return new CheckOutcome(output, files, github, plan).of(run);
    }
  }

  private Optional<FailurePlan> failurePlan(
      World world, Workspace workspace, Session session, Output output) {
    return Optional.ofNullable(onFailure)
        .map(
            wanted ->
                new FailurePlan(
                    world, workspace, session, output, wanted, options().parameters()));
  }
}
