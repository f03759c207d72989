package dev.rollback.report;

import dev.rollback.plan.Rounds;
import java.util.List;
import java.util.stream.Stream;

/** Checks that were read outside of a run as Markdown: for the summary of a CI job. */
public final class ChecksMarkdown {
  private ChecksMarkdown() {}

  /** What does not pass comes first; secrets are to be masked before. */
  public static String of(CheckRun run) {
    var out = new Markdown();
    out.heading(3, run.verdict());
    var passing = run.ended().readings().stream().filter(Rounds.Reading::passed);
    out.table(
        List.of("Verdict", "Check", "What was read"),
        Stream.concat(run.failing().stream(), passing).map(ChecksMarkdown::row).toList());
    return out.text();
  }

  private static List<String> row(Rounds.Reading reading) {
    var word = CheckRun.word(reading);
    return List.of(
        reading.passed() ? word : "**" + word + "**",
        Markdown.escape(ReportChapters.title(reading.id(), reading.name())),
        Markdown.escape(CheckRun.sentence(reading)));
  }
}
