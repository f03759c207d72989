package dev.rollback.action;

/**
 * An action on many objects: its state is a digest, and the content that undo needs is kept in a
 * blob, which is safely on disk before the write begins.
 */
public non-sealed interface BulkAction<S extends Record, R, W extends R>
    extends StateAction<S, R, W> {

  /** Streams what the change would take away; its memory does not grow with it. Reads only. */
  void save(Observed<S> from, R system, Content.Sink sink);

  /**
   * Makes the change; the only method that writes. It takes away only what {@code content} holds,
   * and as it holds it. Undo calls it with the states exchanged and the same content. It may be
   * called again after it was interrupted.
   */
  void write(Observed<S> from, S to, W system, Content content, Progress progress);

  /**
   * How many bytes the disk should have free for what {@link #save} writes, as far as that can be
   * told before anything was observed. Pure.
   */
  default long room() {
    return 32L << 20;
  }

  /** Is told how far a long write has come; calls are cheap. */
  @FunctionalInterface
  interface Progress {
    /** {@code done} of {@code expected} objects. */
    void report(long done, long expected);

    /** What a person should know about what was written and what was not, one line at its end. */
    default void note(String what) {}
  }
}
