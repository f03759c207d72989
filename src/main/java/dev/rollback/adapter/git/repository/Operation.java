package dev.rollback.adapter.git.repository;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody has begun in a work tree and not finished. */
public enum Operation {
  REBASE("rebase-merge"),
  /** A rebase of the older kind, or {@code git am}. */
  APPLY("rebase-apply"),
  MERGE("MERGE_HEAD"),
  CHERRY_PICK("CHERRY_PICK_HEAD"),
  REVERT("REVERT_HEAD"),
  BISECT("BISECT_LOG");

  private final String trace;

  Operation(String trace) {
    this.trace = trace;
  }

  /** The one that is in progress. */
  public static Optional<Operation> in(Path gitDirectory) {
    return Arrays.stream(values())
        .filter(operation -> Files.exists(gitDirectory.resolve(operation.trace)))
        .findFirst();
  }

  /** As git calls it: {@code cherry-pick}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
