package dev.rollback.report;

import dev.rollback.diagnostic.SourceSpan;
import org.jline.utils.WCWidth;

/**
 * A line of a source as it is shown: tabs as blanks, what a terminal would obey made visible, long
 * lines cut around the place.
 *
 * @param indent how many terminal cells stand before the place
 * @param width how many cells the place takes, at least one
 */
record SourceLine(String text, int indent, int width) {
  private static final int WIDEST = 100;
  private static final int BEFORE = 40;
  private static final String CUT = "…";
  private static final String TAB = "    ";

  static SourceLine of(SourceSpan at) {
    var line = at.file().line(at.line());
    var from = Math.clamp(at.column() - 1, 0, line.length());
    var to =
        at.line() == at.endLine()
            ? Math.clamp(at.endColumn() - 1, from, line.length())
            : line.stripTrailing().length();
    var before = shown(line.substring(0, from));
    var place = shown(line.substring(from, Math.max(from, to)));
    var after = shown(line.substring(Math.max(from, to)));
    return cut(before, place, after);
  }

  private static SourceLine cut(String before, String place, String after) {
    var whole = before + place + after;
    if (cells(whole) <= WIDEST) {
      return new SourceLine(whole, cells(before), Math.max(1, cells(place)));
    }
    var start = cells(before) > BEFORE ? CUT + last(before, BEFORE - 1) : before;
    var room = WIDEST - cells(start);
    var rest = place + after;
    var end = cells(rest) > room ? first(rest, room - 1) + CUT : rest;
    return new SourceLine(
        start + end, cells(start), Math.max(1, Math.min(cells(place), cells(end))));
  }

  /** Text without anything that a terminal would obey. */
  static String printable(String text) {
    return shown(text);
  }

  private static String shown(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                out.append(TAB);
              } else if (Character.isISOControl(c) || bidirectional(c)) {
                out.append('\uFFFD');
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** Controls that make a line look other than it is. */
  private static boolean bidirectional(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  private static int cells(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  private static String first(String text, int cells) {
    var end = 0;
    var used = 0;
    while (end < text.length()) {
      var c = text.codePointAt(end);
      used += Math.max(0, WCWidth.wcwidth(c));
      if (used > cells) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  private static String last(String text, int cells) {
    var start = text.length();
    var used = 0;
    while (start > 0) {
      var c = text.codePointBefore(start);
      used += Math.max(0, WCWidth.wcwidth(c));
      if (used > cells) {
        break;
      }
      start -= Character.charCount(c);
    }
    return text.substring(start);
  }
}
