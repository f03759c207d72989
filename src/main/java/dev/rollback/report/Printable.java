package dev.rollback.report;

/**
 * Makes text from other systems safe to show: a value read from a server must not be able to move
 * the cursor, recolour the screen or turn the reading direction.
 */
public final class Printable {
  private Printable() {}

  /** The text with everything invisible written out, line breaks excepted; a tab is two spaces. */
  public static String lines(String text) {
    return plain(text) ? text : written(text);
  }

  /** Whether it is what nearly all text is: letters, digits and signs of ASCII. */
  private static boolean plain(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String written(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(result, c));
    return result.toString();
  }

  /** The same on one line: a stroke stands where a line ended. */
  public static String line(String text) {
    var lines = lines(text);
    return lines.indexOf('\n') < 0 ? lines : lines.replaceAll("\\s*\n\\s*", " | ");
  }

  private static void append(StringBuilder into, int c) {
    if (c == '\n') {
      into.append('\n');
    } else if (c == '\t') {
      into.append("  ");
    } else if (invisible(c)) {
      into.append(String.format("\\u%04x", c));
    } else {
      into.appendCodePoint(c);
    }
  }

  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
