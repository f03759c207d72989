package dev.rollback.report;

import dev.rollback.plan.CheckResult;

/** A check that was read, in one line where it passed and in a few where it did not. */
final class CheckLines {
  static final int VERDICTS = 14;

  private CheckLines() {}

  static void write(Page page, int indent, CheckResult result) {
    write(page, indent, result, "");
  }

  /** {@code suffix} follows the name. */
  static void write(Page page, int indent, CheckResult result, String suffix) {
    var verdict = ChecksText.verdict(result.verdict());
    var name =
        result.name().isBlank() || result.name().equals(result.id())
            ? result.id()
            : result.id() + ": " + result.name();
    page.entry(
        indent, ChecksText.tone(result.verdict()), verdict, VERDICTS, Tone.PLAIN, name + suffix);
    page.line(indent + VERDICTS, Tone.QUIET, result.check() + " " + ChecksText.sentence(result));
  }
}
