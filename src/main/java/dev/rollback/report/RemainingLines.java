package dev.rollback.report;

/** What is left to do: commands on a line of their own, to be copied. */
final class RemainingLines {
  private RemainingLines() {}

  static void write(Page page, Remaining left) {
    if (left.command().isEmpty()) {
      page.entry(2, Tone.CARE, "-", 2, Tone.PLAIN, left.what());
    } else {
      page.exact(2, Tone.STRONG, left.command());
      page.line(6, Tone.PLAIN, left.what());
    }
  }
}
