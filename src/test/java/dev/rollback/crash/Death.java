package dev.rollback.crash;

/**
 * The process is dead. The thread that it leaves behind unwinds with this; what it does on the way
 * reaches neither a journal nor a system.
 */
public final class Death extends Error {
  private static final long serialVersionUID = 1L;

  Death(String point) {
    super("died at: " + point, null, false, false);
  }
}
