package dev.rollback.diagnostic;

/**
 * Finds where a part of a text stands in its source, which may have written it otherwise: in
 * quotes, with escapes, folded over several lines, or indented as a block. A problem inside a
 * condition or a {@code ${name}} is shown at its own place, not at the whole text's.
 */
public final class Passage {
  private Passage() {}

  /**
   * The place of {@code from} (inclusive) to {@code to} (exclusive), counted in UTF-16 units of the
   * value. The place of the whole text, where the source cannot be told to say what the value says
   * (a parameter has been filled in).
   */
  public static SourceSpan of(Located<String> text, int from, int to) {
    var file = text.at().file().text();
    var start = offset(file, text.at().line(), text.at().column());
    var end = offset(file, text.at().endLine(), text.at().endColumn());
    var map = new Walk(file.substring(start, Math.max(start, end)), text.value()).map();
    if (map.length == 0 || from < 0 || from > to || to > text.value().length()) {
      return text.at();
    }
    var first = start + map[from];
    var last = to > from ? start + map[to - 1] + 1 : first;
    return span(text.at().file(), first, Math.max(first, last));
  }

  private static int offset(String text, int line, int column) {
    var at = 0;
    for (int n = 1; n < line && at < text.length(); n++) {
      while (at < text.length() && !lineBreak(text.charAt(at))) {
        at++;
      }
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
    return Math.min(text.length(), at + column - 1);
  }

  private static SourceSpan span(SourceFile file, int from, int to) {
    var start = position(file.text(), from);
    var end = position(file.text(), to);
    return new SourceSpan(file, start[0], start[1], end[0], end[1]);
  }

  private static int[] position(String text, int offset) {
    var line = 1;
    var start = 0;
    for (int i = 0; i < offset; i++) {
      var c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\r\n", i))) {
        line++;
        start = i + 1;
      }
    }
    return new int[] {line, offset - start + 1};
  }

  private static boolean lineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  /** Goes through source and value side by side. */
  private static final class Walk {
    private final String raw;
    private final String value;
    private int at;

    Walk(String raw, String value) {
      this.raw = raw;
      this.value = value;
    }

    /**
     * For each unit of the value, and for its end, the offset in the source; empty if they differ.
     */
    int[] map() {
      var quote = raw.isEmpty() ? ' ' : raw.charAt(0);
      at = start(quote);
      var map = new int[value.length() + 1];
      var i = 0;
      while (i < value.length()) {
        var c = value.charAt(i);
        if (Character.isWhitespace(c) && at == raw.length()) {
          map[i++] = at; // the line break that ends a block is left out of its span
        } else if (Character.isWhitespace(c)
            && at < raw.length()
            && Character.isWhitespace(raw.charAt(at))) {
          i = blank(map, i);
        } else {
          map[i++] = at;
          if (!letter(c, quote)) {
            return new int[0];
          }
        }
      }
      map[i] = at;
      return map;
    }

    private int start(char quote) {
      if (quote == '|' || quote == '>') {
        var line = 0;
        while (line < raw.length() && !lineBreak(raw.charAt(line))) {
          line++;
        }
        while (line < raw.length() && Character.isWhitespace(raw.charAt(line))) {
          line++;
        }
        return line - leadingBlanks(line);
      }
      return quote == '"' || quote == '\'' ? 1 : 0;
    }

    /** Blanks at the start of a block's value belong to it. */
    private int leadingBlanks(int line) {
      var blanks = 0;
      while (blanks < value.length() && value.charAt(blanks) == ' ' && blanks < line) {
        blanks++;
      }
      return blanks;
    }

    /** A run of blanks in the value stands for a run in the source, if folded not the same one. */
    private int blank(int[] map, int from) {
      var to = from;
      while (to < value.length() && Character.isWhitespace(value.charAt(to))) {
        to++;
      }
      var end = at;
      while (end < raw.length() && Character.isWhitespace(raw.charAt(end))) {
        end++;
      }
      for (int i = from; i < to; i++) {
        map[i] = Math.min(at + i - from, Math.max(at, end - 1));
      }
      at = end;
      return to;
    }

    private boolean letter(char c, char quote) {
      if (at >= raw.length()) {
        return false;
      }
      if (quote == '"' && raw.charAt(at) == '\\') {
        return escape();
      }
      if (raw.charAt(at) != c) {
        return false;
      }
      at += quote == '\'' && c == '\'' ? 2 : 1;
      return true;
    }

    private boolean escape() {
      if (at + 1 >= raw.length() || lineBreak(raw.charAt(at + 1))) {
        return false;
      }
      at +=
          switch (raw.charAt(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
          };
      return true;
    }
  }
}
