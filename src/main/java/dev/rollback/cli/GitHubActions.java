package dev.rollback.cli;

import dev.rollback.report.CheckRun;
import dev.rollback.report.ChecksMarkdown;
import dev.rollback.report.GitHubAnnotations;
import dev.rollback.report.GitHubAnnotations.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What GitHub Actions shows of checks besides the log: annotations, and the summary of the job.
 * Annotations go to the standard error, which the runner reads as well: the standard output may be
 * a document.
 */
final class GitHubActions {
  private static final String VARIABLE = "GITHUB_ACTIONS";

  private final World outside;

  private GitHubActions(World outside) {
    this.outside = outside;
  }

  /** Where this runs there; elsewhere empty. */
  static Optional<GitHubActions> of(World world) {
    return isThere(world) ? Optional.of(new GitHubActions(world)) : Optional.empty();
  }

  private static boolean isThere(World world) {
    return "true".equals(world.environment().get(VARIABLE));
  }

  /** The world for everything else: there, what is said in it is no command to the runner. */
  static World harmless(World world) {
    return isThere(world) ? world.with(new GitHubConsole(world.console())) : world;
  }

  /** Shows what was read. */
  void show(CheckRun run) {
    GitHubAnnotations.of(run).forEach(outside.console()::error);
    summarize(ChecksMarkdown.of(run));
  }

  /** Shows what was planned then. */
  void show(FailurePlan.Made made) {
    annotate(made.saved() ? Level.notice : Level.warning, "Plan", made.title());
    var lines = "```text\n" + String.join("\n", made.lines()) + "\n```\n";
    summarize(lines + made.page().map(page -> "\n" + page).orElse(""));
  }

  private void annotate(Level level, String title, String text) {
    outside
        .console()
        .error(GitHubAnnotations.command(level, title, outside.redactor().redact(text)));
  }

  /** A summary that cannot be written hides nothing: all of it stands in the log. */
  private void summarize(String markdown) {
    var file = outside.environment().getOrDefault("GITHUB_STEP_SUMMARY", "");
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          outside.directory().resolve(Path.of(file)),
          outside.redactor().redact(markdown) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      annotate(Level.warning, "No job summary", "cannot write " + file + ": " + e.getMessage());
    }
  }
}
