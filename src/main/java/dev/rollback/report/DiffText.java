package dev.rollback.report;

import dev.rollback.plan.FieldChange;
import java.util.List;
import java.util.Optional;

/** Writes what differs, field by field. */
final class DiffText {
  private static final int MOST_LINES = 12;

  private final Page page;
  private final int indent;

  DiffText(Page page, int indent) {
    this.page = page;
    this.indent = indent;
  }

  void write(List<FieldChange> changes) {
    changes.forEach(this::write);
  }

  private void write(FieldChange change) {
    var before = change.before();
    var after = change.after();
    if (before.isPresent() && after.isPresent()) {
      both(change.field(), before.get(), after.get());
    } else {
      before.ifPresent(value -> one(Tone.BAD, "- ", change.field(), value));
      after.ifPresent(value -> one(Tone.GOOD, "+ ", change.field(), value));
    }
  }

  private void both(String field, String before, String after) {
    var line = "~ " + field + ": " + shown(before) + " -> " + shown(after);
    if (fits(line, before, after)) {
      page.exact(indent, Tone.CARE, line);
      return;
    }
    page.exact(indent, Tone.CARE, "~ " + field + ":");
    var same = Common.of(before, after);
    same.above().ifPresent(n -> page.exact(indent + 4, Tone.QUIET, equal(n)));
    block(Tone.BAD, "- ", same.onlyBefore());
    block(Tone.GOOD, "+ ", same.onlyAfter());
    same.below().ifPresent(n -> page.exact(indent + 4, Tone.QUIET, equal(n)));
  }

  private static String equal(int lines) {
    return "(" + Words.count(lines, "equal line") + ")";
  }

  private void one(Tone tone, String sign, String field, String value) {
    var line = sign + field + ": " + shown(value);
    if (fits(line, value)) {
      page.exact(indent, tone, line);
      return;
    }
    page.exact(indent, tone, sign + field + ":");
    block(tone, sign, value);
  }

  private void block(Tone tone, String sign, String value) {
    var lines = Wrap.hard(value.isEmpty() ? "\"\"" : Printable.lines(value), page.room(indent + 4));
    lines.stream().limit(MOST_LINES).forEach(l -> page.exact(indent + 2, tone, sign + l));
    if (lines.size() > MOST_LINES) {
      var more =
          "... " + Words.count(lines.size() - MOST_LINES, "more line") + " (--output json has all)";
      page.exact(indent + 4, Tone.QUIET, more);
    }
  }

  private boolean fits(String line, String... values) {
    return Printable.line(line).length() <= page.room(indent)
        && List.of(values).stream().noneMatch(v -> v.contains("\n"));
  }

  /** An empty value and one with a blank at an end are quoted: they could not be seen. */
  private static String shown(String value) {
    return value.isEmpty() || !value.equals(value.strip()) ? "\"" + value + "\"" : value;
  }

  /** Two texts of several lines without the lines that they have in common at both ends. */
  private record Common(
      Optional<Integer> above, String onlyBefore, String onlyAfter, Optional<Integer> below) {
    static Common of(String before, String after) {
      var old = before.lines().toList();
      var now = after.lines().toList();
      var most = Math.min(old.size(), now.size());
      var top = 0;
      while (top < most && old.get(top).equals(now.get(top))) {
        top++;
      }
      var end = 0;
      while (end < most - top
          && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
        end++;
      }
      if (top == old.size() && top == now.size()) { // only the last line break differs
        return new Common(Optional.empty(), before, after, Optional.empty());
      }
      return new Common(
          Optional.of(top).filter(n -> n > 0),
          String.join("\n", old.subList(top, old.size() - end)),
          String.join("\n", now.subList(top, now.size() - end)),
          Optional.of(end).filter(n -> n > 0));
    }
  }
}
