package dev.rollback.adapter.git.worktree;

import java.util.Locale;

/**
 * A commit to be checked out in a folder of its own.
 *
 * @param directory absolute, or relative to the clone's top
 * @param submodules whether those that the commit records are checked out as well
 * @param plan what is written beside it, so that a plan knows its own again
 */
public record LinkedRequest(String commit, String directory, boolean submodules, String plan) {

  /** How far it came. */
  enum Phase {
    MAKING,
    MADE,
    REMOVING
  }

  /** Seen instead of a mark where one has been begun, and nothing is in it yet, not even a mark. */
  static final String BEGUN = "begun";

  /** Whether a plan is on its way to make it, or to remove it; what is in it is nobody else's. */
  boolean underWay(String mark) {
    return mark.equals(BEGUN)
        || mark.equals(mark(Phase.MAKING))
        || mark.equals(mark(Phase.REMOVING));
  }

  /** What is written beside it. */
  String mark(Phase phase) {
    return plan + " " + phase.name().toLowerCase(Locale.ROOT);
  }
}
