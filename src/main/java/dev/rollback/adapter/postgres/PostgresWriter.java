package dev.rollback.adapter.postgres;

/**
 * What actions change on a PostgreSQL server. A {@link dev.rollback.diagnostic.SystemException}
 * says whether anything may have been changed by then.
 */
public interface PostgresWriter extends PostgresReader {

  /**
   * Changes something in one transaction, on a session of its own that ends with it, so that what a
   * script sets is gone afterwards. It is committed when {@code work} returns, and rolled back when
   * it throws. Names without a schema are those of the catalogue until {@code work} says otherwise.
   *
   * @param doing what goes on, for the sentence {@code … while undoing version 4}
   * @throws dev.rollback.diagnostic.SystemException certainly without effect, unless no answer to
   *     the commit came
   */
  <T> T change(String doing, Timeouts timeouts, Work<T> work);

  /**
   * As {@link #change}, for what takes effect when it is called and is not taken back with the
   * transaction: the end of a session, a mark in the write-ahead log.
   *
   * @throws dev.rollback.diagnostic.SystemException whose effect is unknown when no answer came
   */
  <T> T atOnce(String doing, Timeouts timeouts, Work<T> work);

  /**
   * Opens a session of its own, for a lock or to take one over; it holds none yet.
   *
   * @param application what it is called where the server lists its sessions
   * @throws dev.rollback.diagnostic.SystemException when there is a pooler in between, or the
   *     server would not show the note whole
   */
  LockSession lockSession(AdvisoryLock lock, String application, LockNote note);

  /**
   * Ends the session that holds this lock, if what it shows is still {@code seen}.
   *
   * @return whether there was one
   */
  boolean end(AdvisoryLock lock, LockNote seen);
}
