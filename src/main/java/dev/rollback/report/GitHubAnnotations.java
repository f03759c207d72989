package dev.rollback.report;

import dev.rollback.plan.Rounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks as workflow commands of GitHub Actions, which shows them beside the job: the verdict, and
 * an error for each check that does not pass. GitHub shows ten errors of a step.
 */
public final class GitHubAnnotations {
  private static final int MOST = 10;

  private GitHubAnnotations() {}

  /** How an annotation is shown. */
  public enum Level {
    /** What has to be looked at. */
    error,
    /** What may have to be. */
    warning,
    /** What is good to know. */
    notice
  }

  /** One line for each; checks with secrets masked. */
  public static List<String> of(CheckRun run) {
    var title = run.scenario() + " on " + run.target();
    if (run.healthy()) {
      return List.of(command(Level.notice, title, run.verdict()));
    }
    var lines = new ArrayList<String>();
    lines.add(command(Level.error, title, run.verdict()));
    var failing = run.failing();
    // One for the verdict, and one for those that are left out.
    var shown = failing.size() < MOST ? failing : failing.subList(0, MOST - 2);
    shown.forEach(r -> lines.add(of(run, r)));
    if (shown.size() < failing.size()) {
      var more = failing.size() - shown.size();
      lines.add(command(Level.error, title, more + " more checks do not pass; see the log"));
    }
    return lines;
  }

  private static String of(CheckRun run, Rounds.Reading reading) {
    var title = run.scenario() + ": " + ReportChapters.title(reading.id(), reading.name());
    return command(Level.error, title, CheckRun.word(reading) + ": " + CheckRun.sentence(reading));
  }

  /** {@code ::error title=...::...} on one line, whatever stands in the texts. */
  public static String command(Level level, String title, String message) {
    return "::%s title=%s::%s"
        .formatted(level, property(Printable.line(title)), data(Printable.lines(message)));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /**
   * Text from elsewhere, such that the runner takes no line of it for a command: a server could
   * else set the outputs of the step by what it answers.
   */
  public static String harmless(String text) {
    return text.replaceAll("(?m)^(\\s*)::", "$1\\\\::").replace("##[", "##\\[");
  }
}
