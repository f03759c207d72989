package dev.rollback.report;

import java.util.List;

/** What went wrong, each with what to do next. */
final class FailureLines {
  private static final int TIMES = 10;

  private FailureLines() {}

  static void write(Page page, List<Failure> failures, Layout layout) {
    for (var failure : failures) {
      var unknown = failure.unknown() ? " (it may have taken effect all the same)" : "";
      page.entry(
          2,
          Tone.QUIET,
          Words.time(failure.at(), layout.zone()),
          TIMES,
          Tone.BAD,
          failure.step() + ": " + failure.why() + unknown);
      if (!failure.advice().isBlank()) {
        page.line(2 + TIMES, Tone.PLAIN, "Next: " + failure.advice());
      }
    }
  }
}
