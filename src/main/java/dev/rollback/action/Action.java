package dev.rollback.action;

/** An action whose state is small enough to be kept in the journal. */
public non-sealed interface Action<S extends Record, R, W extends R> extends StateAction<S, R, W> {

  /**
   * Makes the change; the only method that writes. Refuses with a {@link
   * dev.rollback.diagnostic.SystemException} when the system's version is no longer {@code
   * from.version()}. Undo calls it with the states exchanged.
   */
  void write(Observed<S> from, S to, W system);
}
