package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.CommitName;
import java.util.Arrays;
import java.util.List;

/**
 * A commit as a list of commits shows it.
 *
 * @param parents their ids
 * @param subject the first line of its message
 */
record LogEntry(String id, List<String> parents, String author, String day, String subject) {
  private static final int FIELDS = 5;

  /** How {@code git log} is to print it. */
  static final String FORMAT = "--format=tformat:%H%x01%P%x01%an%x01%as%x01%s";

  /** Reads what it printed. */
  static LogEntry of(String record) {
    var fields = record.split("\u0001", FIELDS);
    return new LogEntry(
        fields[0],
        Arrays.stream(fields[1].split(" ")).filter(p -> !p.isEmpty()).toList(),
        fields[2],
        fields[3],
        fields[4]);
  }

  boolean merge() {
    return parents.size() > 1;
  }

  /** {@code abcdef012345 Fix the cache (A. Author, 2026-01-31)}. */
  String label() {
    return "%s %s (%s, %s)"
        .formatted(CommitName.shown(id), plain(subject), plain(author), day)
        .strip();
  }

  /** A message may hold anything, to colour a terminal or to deceive a reader. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
