package dev.rollback.action;

/** How much harm a step can do, in rising order. */
public enum Risk {
  /** It reads. */
  OBSERVE,
  /** Undo brings everything back, and nobody notices in between. */
  REVERSIBLE,
  /** Undo brings everything back, but users may notice in between. */
  DISRUPTIVE,
  /** Something may be gone for good, or is gone until undo has brought it back. */
  DESTRUCTIVE;

  /**
   * Whether what cannot be taken back of it is something that a person may have to see to. That
   * somebody was told something is not.
   */
  public boolean leavesSomething() {
    return compareTo(REVERSIBLE) > 0;
  }
}
