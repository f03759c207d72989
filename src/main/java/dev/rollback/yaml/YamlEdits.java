package dev.rollback.yaml;

import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes of a YAML text at the places of its nodes. Everything else stays as it was written:
 * comments, order, quotes, indentation, line ends.
 */
public final class YamlEdits {
  private final String text;
  private final Positions positions;
  private final List<Change> changes = new ArrayList<>();

  /** No change yet of the text that the tree was read from. */
  public YamlEdits(SourceFile file) {
    this.text = file.text();
    this.positions = new Positions(file);
  }

  private record Change(int from, int to, String text) {}

  /** Puts another value in the place of one. */
  public void replace(YamlNode old, String value) {
    changes.add(new Change(offset(old.at(), true), offset(old.at(), false), value));
  }

  /**
   * Adds keys at the end of a mapping, in the way in which it is written: in braces or one on each
   * line.
   *
   * @param mapping with at least one entry
   * @param lines {@code key: value}, each on one line
   */
  public void add(YamlMapping mapping, List<String> lines) {
    var last = mapping.entries().getLast();
    if (text.charAt(offset(mapping.at(), true)) == '{') {
      var end = offset(last.value().at(), false);
      changes.add(
          new Change(end, end, lines.stream().map(", "::concat).collect(Collectors.joining())));
      return;
    }
    var end = offset(mapping.at(), false);
    var ending = lineEnding();
    var indent = " ".repeat(mapping.entries().getFirst().key().at().column() - 1);
    var added = lines.stream().map(indent::concat).collect(Collectors.joining(ending));
    var next = nextLine(end);
    changes.add(
        next < 0
            ? new Change(text.length(), text.length(), ending + added)
            : new Change(next, next, added + ending));
  }

  /** Where the line after this place begins; -1 where the text ends before. */
  private int nextLine(int from) {
    if (from > 0 && text.charAt(from - 1) == '\n') {
      return from; // a block of text ends where the next line begins
    }
    for (var at = from; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '\n' || (c == '\r' && !text.startsWith("\r\n", at))) {
        return at + 1;
      }
    }
    return -1;
  }

  private String lineEnding() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private int offset(SourceSpan at, boolean start) {
    return positions.lineStart(start ? at.line() : at.endLine())
        + (start ? at.column() : at.endColumn())
        - 1;
  }

  /** The text with the changes. */
  public String text() {
    var result = new StringBuilder(text);
    changes.stream()
        .sorted(Comparator.comparingInt(Change::from).reversed())
        .forEach(c -> result.replace(c.from(), c.to(), c.text()));
    return result.toString();
  }

  /** A text as a value that every YAML tool reads as text. */
  public static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** What a tree says, wherever it stands and however it is written: equal for equal trees. */
  public static String content(YamlNode node) {
    return switch (node) {
      case YamlScalar scalar ->
          (scalar.style() == YamlNode.Style.PLAIN ? "=" : "") + quoted(scalar.text());
      case YamlSequence list ->
          list.elements().stream()
              .map(YamlEdits::content)
              .collect(Collectors.joining(", ", "[", "]"));
      case YamlMapping mapping ->
          mapping.entries().stream()
              .map(e -> quoted(e.key().text()) + ": " + content(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
