package dev.rollback.action;

/** What the one rule found when it was to move a target. */
public sealed interface Move<S> {
  /** It is already there: nothing was written. */
  record Already<S>() implements Move<S> {}

  /** It is in neither state: somebody else has changed it, and nothing was written. */
  record Drifted<S>(S now) implements Move<S> {}

  /** It was in the first state (or on its way), and was written. */
  record Written<S>() implements Move<S> {}
}
