package dev.rollback.report;

/** Text as it grows, line by line. Everything put into it is made printable first. */
final class Page {
  private final StringBuilder out = new StringBuilder();
  private final Layout layout;

  Page(Layout layout) {
    this.layout = layout;
  }

  /** How many characters a line has after this indent. */
  int room(int indent) {
    return Math.max(20, layout.width() - indent);
  }

  /** An empty line; never two of them, and none at the top. */
  void blank() {
    if (!out.isEmpty() && !out.toString().endsWith("\n\n")) {
      out.append('\n');
    }
  }

  /** A heading, after an empty line. */
  void heading(String text) {
    blank();
    line(0, Tone.STRONG, text);
  }

  /** Text, wrapped between this indent and the width. */
  void line(int indent, Tone tone, String text) {
    for (var line : Wrap.words(Printable.lines(text), room(indent))) {
      put(indent, layout.style().paint(tone, line));
    }
  }

  /** Text exactly as it is, on one line. */
  void exact(int indent, Tone tone, String text) {
    put(indent, layout.style().paint(tone, Printable.line(text)));
  }

  /** A label and, from a column on, text that is wrapped to the right of it. */
  void entry(int indent, String label, int column, String text) {
    entry(indent, Tone.PLAIN, label, column, Tone.PLAIN, text);
  }

  /** A label and, from a column on, text that is wrapped to the right of it. */
  void entry(int indent, Tone labelTone, String label, int column, Tone tone, String text) {
    var head = Printable.line(label);
    var lines = Wrap.words(Printable.lines(text), room(indent + column));
    var gap = head.length() < column ? " ".repeat(column - head.length()) : "  ";
    var style = layout.style();
    put(indent, style.paint(labelTone, head) + gap + style.paint(tone, lines.getFirst()));
    lines.stream().skip(1).forEach(l -> put(indent + column, style.paint(tone, l)));
  }

  /** A line across the page with text in it. */
  void rule(Tone tone, String text) {
    var middle = "-- " + Printable.line(text) + " ";
    var rest = Math.max(2, layout.width() - middle.length());
    put(0, layout.style().paint(tone, middle + "-".repeat(rest)));
  }

  private void put(int indent, String line) {
    if (!line.isEmpty()) {
      out.append(" ".repeat(indent)).append(line.stripTrailing());
    }
    out.append('\n');
  }

  /** Everything so far; it ends with a line break. */
  String text() {
    return out.toString();
  }
}
