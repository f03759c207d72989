package dev.rollback.report;

import dev.rollback.plan.FieldChange;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** GitHub-flavoured Markdown as it grows. Text from elsewhere is escaped, so that it stays text. */
final class Markdown {
  private static final Pattern TICKS = Pattern.compile("`+");

  private final StringBuilder out = new StringBuilder();

  /** A heading, with an empty line before and after it. */
  void heading(int level, String text) {
    paragraph("#".repeat(level) + " " + escape(text));
  }

  /** Markdown as it is, and an empty line after it. */
  void paragraph(String markdown) {
    out.append(markdown).append("\n\n");
  }

  /** A list; the items are Markdown. */
  void list(List<String> items) {
    if (!items.isEmpty()) {
      items.forEach(item -> out.append("- ").append(item).append('\n'));
      out.append('\n');
    }
  }

  /** A table; the cells are Markdown, each row as long as the head. */
  void table(List<String> head, List<List<String>> rows) {
    row(head);
    row(head.stream().map(h -> "---").toList());
    rows.forEach(this::row);
    out.append('\n');
  }

  private void row(List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** A block of code; its fence is longer than any in the text. */
  void code(String language, String text) {
    var fence = "`".repeat(Math.max(3, longestTicks(text) + 1));
    paragraph(fence + language + "\n" + Printable.lines(text).stripTrailing() + "\n" + fence);
  }

  String text() {
    return out.toString().stripTrailing() + "\n";
  }

  /** Text as text, on one line. */
  static String escape(String text) {
    var line = Printable.lines(text).strip().replace("\n", " ");
    var escaped = new StringBuilder(line.length() + 8);
    for (var i = 0; i < line.length(); i++) {
      if (special(line, i)) {
        escaped.append('\\');
      }
      escaped.append(line.charAt(i));
    }
    return escaped.toString();
  }

  /** An underscore within a word is none; by hand, for the timeline may have 100,000 lines. */
  private static boolean special(String line, int at) {
    return switch (line.charAt(at)) {
      case '\\', '`', '*', '<', '|', '[', ']' -> true;
      case '_' -> !inWord(line, at - 1) || !inWord(line, at + 1);
      default -> false;
    };
  }

  private static boolean inWord(String line, int at) {
    if (at < 0 || at >= line.length()) {
      return false;
    }
    var c = line.charAt(at);
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Text as code, on one line; it may stand in a table. */
  static String code(String text) {
    if (text.isBlank()) {
      return "";
    }
    var line = Printable.line(text).strip().replace("|", "\\|");
    var fence = "`".repeat(longestTicks(line) == 0 ? 1 : longestTicks(line) + 1);
    var pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + pad + line + pad + fence;
  }

  private static int longestTicks(String text) {
    return TICKS.matcher(text).results().mapToInt(m -> m.group().length()).max().orElse(0);
  }

  /** A block of code that shows what differs, as {@code diff} does. */
  void diff(List<FieldChange> changes) {
    code(
        "diff",
        DiffLines.of(changes).stream()
            .map(DiffLines.Line::signed)
            .collect(Collectors.joining("\n")));
  }
}
