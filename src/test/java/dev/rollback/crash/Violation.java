package dev.rollback.crash;

/** A promise that was not kept, and how to see it again. */
record Violation(Kind kind, Trial.Case where, String what) {

  /** Which promise. */
  enum Kind {
    /** Something was written more often than in the run that did not die. */
    DOUBLE_WRITE,
    /** Something was not written. */
    LOST_WRITE,
    /** The journal does not tell what happened. */
    WRONG_CLAIM,
    /** The systems do not hold what they should. */
    WRONG_STATE,
    /** The command ended otherwise than it should, or asked what it should not. */
    WRONG_END,
    /** The point did not come. */
    NOT_REACHED
  }

  @Override
  public String toString() {
    return kind + "  " + where + "\n    " + what.strip().replace("\n", "\n    ");
  }
}
