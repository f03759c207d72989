package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import java.util.Optional;

/** Where branches stand: in the clone, or on the remote. */
interface BranchPlace {
  /** For people, after "on" or "in": {@code origin (git@host:grid.git)}. */
  String where();

  /** What a branch points to; empty where there is no such branch. */
  Optional<String> tip(String ref);

  /** Brings what a branch points to into a bench. */
  void bring(String tip, String ref, Bench bench);

  /**
   * Makes a branch point to a commit of the bench, if it still points to {@code expected}, or,
   * where that is empty, if there is none; removes it where {@code commit} is empty.
   *
   * @param base the commit on which it was made
   * @return false when it points to something else, and nothing was changed
   */
  boolean move(
      String ref, String base, Optional<String> expected, Optional<String> commit, Bench bench);
}
