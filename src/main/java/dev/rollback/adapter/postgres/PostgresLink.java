package dev.rollback.adapter.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The one session for whatever is asked in turn: opened when it is first used and opened anew after
 * it broke, but never in the middle of something, so that no statement is ever sent twice.
 */
final class PostgresLink implements AutoCloseable {
  static final String APPLICATION = "rollback";

  private final Dialer dialer;
  private @Nullable Session open;

  PostgresLink(Dialer dialer) {
    this.dialer = dialer;
  }

  /** What is done on the session. */
  @FunctionalInterface
  interface Use<T> {
    T of(Session session);
  }

  /** Does something on the session; nobody else does at the same time. */
  synchronized <T> T use(Use<T> use) {
    return use.of(session());
  }

  private Session session() {
    var current = open;
    if (current != null && !current.closed() && current.alive()) {
      return current;
    }
    if (current != null) {
      current.close();
    }
    var fresh = dialer.dial(APPLICATION);
    open = fresh;
    return fresh;
  }

  @Override
  public synchronized void close() {
    var current = open;
    open = null;
    if (current != null) {
      current.close();
    }
  }
}
