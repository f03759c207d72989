package dev.rollback.adapter.kubernetes.evidence;

import java.time.Duration;
import java.util.ArrayList;

/** Spans of time as a person reads them. */
final class Spans {
  private Spans() {}

  /** {@code 1 h 5 min}, {@code 12 s}; in full seconds, and never less than none. */
  static String text(Duration span) {
    var rest = span.isNegative() ? Duration.ZERO : span;
    var parts = new ArrayList<String>();
    if (rest.toHours() > 0) {
      parts.add(rest.toHours() + " h");
    }
    if (rest.toMinutesPart() > 0) {
      parts.add(rest.toMinutesPart() + " min");
    }
    if (rest.toSecondsPart() > 0 || parts.isEmpty()) {
      parts.add(rest.toSecondsPart() + " s");
    }
    return String.join(" ", parts);
  }
}
