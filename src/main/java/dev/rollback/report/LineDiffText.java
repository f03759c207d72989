package dev.rollback.report;

import java.util.ArrayList;
import java.util.List;

/** What differs between two versions of a text, line by line. */
public final class LineDiffText {
  private LineDiffText() {}

  /** Lines that go, with {@code -}, and lines that come, with {@code +}; empty for equal texts. */
  public static String of(String file, String before, String after, Layout layout) {
    var was = before.lines().toList();
    var is = after.lines().toList();
    var head = 0;
    while (head < Math.min(was.size(), is.size()) && was.get(head).equals(is.get(head))) {
      head++;
    }
    var tail = 0;
    while (tail < Math.min(was.size(), is.size()) - head
        && was.get(was.size() - 1 - tail).equals(is.get(is.size() - 1 - tail))) {
      tail++;
    }
    var page = new Page(layout);
    var changes = changes(was.subList(head, was.size() - tail), is.subList(head, is.size() - tail));
    var last = -2;
    for (var change : changes) {
      if (change.line() > last + 1) {
        page.exact(0, Tone.STRONG, "%s:%d".formatted(file, head + change.line() + 1));
      }
      last = change.line();
      page.exact(
          0, change.gone() ? Tone.BAD : Tone.GOOD, (change.gone() ? "- " : "+ ") + change.text());
    }
    return page.text();
  }

  private record Line(boolean gone, int line, String text) {}

  /** By the longest common subsequence. */
  private static List<Line> changes(List<String> was, List<String> is) {
    var longest = new int[was.size() + 1][is.size() + 1];
    for (var i = was.size() - 1; i >= 0; i--) {
      for (var j = is.size() - 1; j >= 0; j--) {
        longest[i][j] =
            was.get(i).equals(is.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    var changes = new ArrayList<Line>();
    var i = 0;
    var j = 0;
    while (i < was.size() || j < is.size()) {
      if (i < was.size() && j < is.size() && was.get(i).equals(is.get(j))) {
        i++;
        j++;
      } else if (i < was.size() && (j == is.size() || longest[i + 1][j] >= longest[i][j + 1])) {
        changes.add(new Line(true, i, was.get(i++)));
      } else {
        changes.add(new Line(false, i, is.get(j++)));
      }
    }
    return changes;
  }
}
