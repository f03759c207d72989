package dev.rollback.adapter.git.repository;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a work tree and its index differ from the commit that is checked out.
 *
 * @param branch the branch that is checked out; empty where HEAD is detached
 * @param operation what was begun and not finished
 * @param files in the order of git
 */
public record WorkTree(Optional<String> branch, Optional<String> operation, List<Entry> files) {
  private static final String HEAD = "# branch.head ";
  private static final String DETACHED = "(detached)";

  /** Keeps its own copy. */
  public WorkTree {
    files = List.copyOf(files);
  }

  /**
   * One file that differs.
   *
   * @param staged in the index
   * @param changed in the work tree
   * @param untracked not known to git; a folder of such files is one entry
   * @param conflicted left by a merge
   */
  public record Entry(
      String path, boolean staged, boolean changed, boolean untracked, boolean conflicted) {}

  /** Reads the output of {@code git status --porcelain=v2 --branch -z --no-renames}. */
  public static WorkTree parse(String status, Optional<Operation> operation) {
    var records = Arrays.stream(status.split("\0")).filter(r -> !r.isEmpty()).toList();
    return new WorkTree(
        records.stream()
            .filter(r -> r.startsWith(HEAD))
            .map(r -> r.substring(HEAD.length()))
            .filter(name -> !name.equals(DETACHED))
            .findFirst(),
        operation.map(Operation::word),
        records.stream().filter(r -> !r.startsWith("#")).map(WorkTree::entry).toList());
  }

  /** The kind stands first; before the path are as many fields as the kind has. */
  private static Entry entry(String line) {
    return switch (line.charAt(0)) {
      case '?' -> new Entry(path(line, 1), false, false, true, false);
      case 'u' -> new Entry(path(line, 10), false, false, false, true);
      case '1' ->
          new Entry(path(line, 8), line.charAt(2) != '.', line.charAt(3) != '.', false, false);
      default -> throw new IllegalStateException("git status says: " + line);
    };
  }

  private static String path(String line, int fields) {
    return line.split(" ", fields + 1)[fields];
  }
}
