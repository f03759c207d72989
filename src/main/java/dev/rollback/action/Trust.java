package dev.rollback.action;

/** How far a previewed change can be trusted. */
public enum Trust {
  /** The diff is what will happen, or the run refuses. */
  EXACT,
  /** What will happen is known, and how much at most; not how much exactly. */
  BOUNDED,
  /** Only what will be started is known. */
  OPAQUE
}
