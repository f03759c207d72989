package dev.rollback.report;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a report was computed from: the last line of a Markdown or HTML report, as a comment.
 * Whoever has the journal can compute the report again from it, and compare.
 *
 * @param run the run's id
 * @param entries how many entries the journal had then
 * @param head SHA-256 of the last of them; empty where it was not known
 * @param zone of the times in the report
 */
public record ReportStamp(String run, int entries, Optional<String> head, ZoneId zone) {
  private static final Pattern LINE =
      Pattern.compile(
          "<!-- rollback report: run (\\S+), entry (\\d{1,9}), head ([0-9a-f]{64}|unknown), times"
              + " in (\\S+) -->");

  /** The line, without a line break; nothing in it can end the comment. */
  public String line() {
    return "<!-- rollback report: run %s, entry %d, head %s, times in %s -->"
        .formatted(
            run.replaceAll("[^A-Za-z0-9._-]", "_"), entries, head.orElse("unknown"), zone.getId());
  }

  /** The last one in a text; empty where there is none, or where it names no time zone. */
  public static Optional<ReportStamp> in(String text) {
    return LINE.matcher(text).results().reduce((_, last) -> last).flatMap(ReportStamp::of);
  }

  private static Optional<ReportStamp> of(java.util.regex.MatchResult found) {
    try {
      return Optional.of(
          new ReportStamp(
              found.group(1),
              Integer.parseInt(found.group(2)),
              Optional.of(found.group(3)).filter(h -> !h.equals("unknown")),
              ZoneId.of(found.group(4))));
    } catch (DateTimeException _) {
      return Optional.empty(); // nobody has such a zone: not a line that this program wrote
    }
  }
}
