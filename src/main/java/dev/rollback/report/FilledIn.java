package dev.rollback.report;

import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a form with a text in which people have filled something in. */
public final class FilledIn {
  /** Stands in a form where people write; in no report is there such a character. */
  public static final String GAP = "\u0000";

  private FilledIn() {}

  /**
   * The number of the first line, counted from 1, that is not the form's; empty where the text is
   * the form with anything, or nothing, in its gaps.
   */
  public static Optional<Integer> firstDifference(String form, String text) {
    var parts = form.split(Pattern.quote(GAP), -1);
    if (!text.startsWith(parts[0])) {
      return Optional.of(line(text, common(parts[0], text, 0)));
    }
    var at = parts[0].length();
    for (var i = 1; i < parts.length; i++) {
      var last = i == parts.length - 1;
      var found = last ? text.length() - parts[i].length() : text.indexOf(parts[i], at);
      if (found < at || !text.startsWith(parts[i], found)) {
        return Optional.of(line(text, closest(parts[i], text, at)));
      }
      at = found + parts[i].length();
    }
    return parts.length == 1 && text.length() > at ? Optional.of(line(text, at)) : Optional.empty();
  }

  /** Where the text leaves the part, at the place from which on it agrees with most of it. */
  private static int closest(String part, String text, int from) {
    var best = from;
    var length = -1;
    for (var at = from; at < text.length(); at++) {
      var agreed = common(part, text, at) - at;
      if (agreed > length) {
        length = agreed;
        best = at + agreed;
      }
    }
    return best;
  }

  private static int common(String part, String text, int from) {
    var n = 0;
    while (n < part.length()
        && from + n < text.length()
        && part.charAt(n) == text.charAt(from + n)) {
      n++;
    }
    return from + n;
  }

  private static int line(String text, int at) {
    return 1
        + (int)
            text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
  }
}
