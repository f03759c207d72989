package dev.rollback.cli;

import dev.rollback.report.CheckRun;
import dev.rollback.report.ChecksReport;
import java.util.Optional;

/** Tells everybody what checks have read: the terminal, files, the CI system; and what follows. */
final class CheckOutcome {
  private final Output output;
  private final ReportFiles files;
  private final Optional<GitHubActions> github;
  private final Optional<FailurePlan> plan;

  /**
   * Tells it there.
   *
   * @param plan what is planned when the checks do not pass
   */
  CheckOutcome(
      Output output,
      ReportFiles files,
      Optional<GitHubActions> github,
      Optional<FailurePlan> plan) {
    this.output = output;
    this.files = files;
    this.github = github;
    this.plan = plan;
  }

  /** What was read is told first: planning may fail, or be interrupted. The verdict is last. */
  ExitCode of(CheckRun run) {
    output.text(ChecksReport.text(run.ended().results(), output.layout()));
    output.answer().document(Kind.CHECKS, () -> ChecksReport.json(run));
    var written = files.write(run);
    github.ifPresent(g -> g.show(run));
    var exit = exit(run);
    if (exit == ExitCode.CHECK) {
      plan.map(FailurePlan::make).ifPresent(this::planned);
    }
    output.note(run.verdict());
    return exit == ExitCode.OK && !written ? ExitCode.REFUSED : exit;
  }

  private static ExitCode exit(CheckRun run) {
    if (run.stoppedBy().isPresent()) {
      return ExitCode.INTERRUPTED;
    }
    return run.healthy() ? ExitCode.OK : ExitCode.CHECK;
  }

  private void planned(FailurePlan.Made made) {
    output.line("");
    made.lines().forEach(output::note);
    output.line("");
    github.ifPresent(g -> g.show(made));
  }
}
