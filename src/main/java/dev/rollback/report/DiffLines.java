package dev.rollback.report;

import dev.rollback.plan.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What differs, line by line, as {@code diff} shows it. */
public final class DiffLines {
  private DiffLines() {}

  /**
   * One line.
   *
   * @param added whether it is there afterwards; else it was there before
   * @param text without the sign
   */
  public record Line(boolean added, String text) {
    /** With its sign. */
    public String signed() {
      return (added ? "+ " : "- ") + text;
    }
  }

  /** Of each field what it was, then what it is. */
  public static List<Line> of(List<FieldChange> changes) {
    var lines = new ArrayList<Line>();
    for (var change : changes) {
      lines.addAll(side(false, change.field(), change.before()));
      lines.addAll(side(true, change.field(), change.after()));
    }
    return List.copyOf(lines);
  }

  private static List<Line> side(boolean added, String field, Optional<String> value) {
    return value.map(v -> side(added, field, v)).orElse(List.of());
  }

  private static List<Line> side(boolean added, String field, String value) {
    if (!value.contains("\n")) {
      return List.of(new Line(added, field + ": " + (value.isEmpty() ? "\"\"" : value)));
    }
    return Stream.concat(
            Stream.of(new Line(added, field + ":")),
            value.lines().map(l -> new Line(added, "  " + l)))
        .toList();
  }
}
