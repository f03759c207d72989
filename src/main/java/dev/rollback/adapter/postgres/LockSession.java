package dev.rollback.adapter.postgres;

import dev.rollback.diagnostic.SystemException;
import java.time.Duration;

/**
 * A session of its own for one lock, which is held for as long as the session lives. Nothing else
 * is asked on it: its last statement is where the note stands. A session that broke has lost its
 * lock, and never takes it again.
 */
final class LockSession implements AutoCloseable {
  private final Session session;
  private final AdvisoryLock lock;

  LockSession(Session session, AdvisoryLock lock) {
    this.session = session;
    this.lock = lock;
  }

  /** Takes the lock if nobody has it, with the note at it from its first moment. */
  boolean take(LockNote note) {
    return truth(
        note, "pg_catalog.pg_try_advisory_lock(" + lock.key() + ")", "taking a lock", true);
  }

  /** As {@link #take}, but waits for a holder that is about to go. */
  boolean take(LockNote note, Duration patience) {
    session.run(
        "setting a time-out",
        false,
        jdbc -> {
          try (var statement = jdbc.createStatement()) {
            return statement.execute("SET lock_timeout = " + patience.toMillis());
          }
        });
    try {
      return truth(
          note,
          "true FROM pg_catalog.pg_advisory_lock(" + lock.key() + ")",
          "waiting for a lock",
          true);
    } catch (SystemException e) {
      if (PostgresErrors.stateBehind(e).filter(SqlState.LOCK::has).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  /** Puts another note at the lock. False when the lock is lost. */
  boolean show(LockNote note) {
    var held =
        "EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE %s AND l.pid = pg_catalog.pg_backend_pid())"
            .formatted(lock.held());
    return asHolder(note, held, "renewing a lock");
  }

  /** Gives the lock back and ends. False when it was lost before. */
  boolean release(LockNote note) {
    try {
      return asHolder(
          note, "pg_catalog.pg_advisory_unlock(" + lock.key() + ")", "giving a lock back");
    } finally {
      session.close();
    }
  }

  private boolean asHolder(LockNote note, String question, String doing) {
    try {
      return truth(note, question, doing, true);
    } catch (SystemException e) {
      if (session.closed()) {
        return false; // and the server has taken the lock back, or will: it never comes again
      }
      throw e;
    }
  }

  private boolean truth(LockNote note, String question, String doing, boolean write) {
    return session.run(
        doing,
        write,
        jdbc -> {
          var sql = note.comment() + " SELECT " + question;
          return Session.first(jdbc, sql, row -> row.getBoolean(1)).orElse(false);
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
