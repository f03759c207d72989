package dev.rollback.yaml;

import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import java.util.Arrays;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** The parser's marks, which count code points of the whole text, as lines and columns. */
final class Positions {
  private final SourceFile file;
  private final int[] lineStarts;
  private final int[] codePoints;

  Positions(SourceFile file) {
    this.file = file;
    this.lineStarts = lineStarts(file.text());
    this.codePoints = codePoints(file.text());
  }

  String text() {
    return file.text();
  }

  /** The offset in UTF-16 units; the text's start, where the parser gives no mark. */
  int offset(Optional<Mark> mark) {
    return mark.map(m -> offset(m.getIndex())).orElse(0);
  }

  int offset(int codePoint) {
    if (codePoints.length == 0) {
      return Math.clamp(codePoint, 0, file.text().length());
    }
    return codePoints[Math.clamp(codePoint, 0, codePoints.length - 1)];
  }

  /** Where a line begins, in UTF-16 units; lines are counted from 1. */
  int lineStart(int line) {
    return lineStarts[line - 1];
  }

  SourceSpan span(int from, int to) {
    var first = line(from);
    var last = line(to);
    return new SourceSpan(
        file, first + 1, from - lineStarts[first] + 1, last + 1, to - lineStarts[last] + 1);
  }

  /** From an offset to the end of the word that starts there, or one position. */
  SourceSpan word(int from) {
    var text = file.text();
    var to = from;
    while (to < text.length() && !Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    return span(from, to);
  }

  /** What stands between the start of its line and an offset. */
  String before(int offset) {
    return file.text().substring(lineStarts[line(offset)], offset);
  }

  private int line(int offset) {
    var found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static int[] lineStarts(String text) {
    var starts = new int[] {0};
    var count = 1;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\r\n", i))) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** Empty where a code point is always one unit, which is nearly always. */
  private static int[] codePoints(String text) {
    var count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return new int[0];
    }
    var offsets = new int[count + 1];
    var at = 0;
    for (int i = 0; i < count; i++) {
      offsets[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    offsets[count] = at;
    return offsets;
  }
}
