package dev.rollback.network;

import java.util.List;

/**
 * What became of a trial.
 *
 * @param end how the command ended
 * @param wrong what it or its journal claims and is not so; what it did and must not; none is well
 * @param transcript what was struck, what the command printed, and what those printed that went on
 */
record Verdict(Trial trial, End end, List<String> wrong, String transcript) {
  /** Whether what should have been tried was tried. */
  boolean isReached() {
    return end != End.NOT_REACHED;
  }

  /** How a command ended. */
  enum End {
    /** Done and verified. */
    SUCCESS,
    /** Everything is as before. */
    UNDONE,
    /** A person has to go on. */
    OPERATOR,
    /** Refused before anything was changed. */
    REFUSED,
    /** The request that should have been disturbed never came. */
    NOT_REACHED
  }
}
