package dev.rollback.adapter.postgres;

import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.time.Duration;
import java.util.Optional;

/**
 * What actions and checks read from a PostgreSQL server. Every method throws {@link
 * dev.rollback.diagnostic.SystemException}, with no effect, when it cannot be answered.
 */
public interface PostgresReader {

  /** What the server says about itself now. */
  Server server();

  /**
   * Reads in a transaction that the server keeps from writing, and that is rolled back.
   *
   * @throws dev.rollback.diagnostic.SystemException also when there are more rows, or larger
   *     values, than are allowed
   */
  Rows query(Select select);

  /** Asks whether this role may run the statement, and whether it can be; nothing is run. */
  void explain(Select select);

  /**
   * Reads several things as they were at one moment: in a REPEATABLE READ, READ ONLY transaction
   * that is rolled back. Names without a schema are those of the catalogue.
   *
   * @param doing what goes on, for the sentence {@code … while reading the history}
   * @param timeout what the server gives each statement
   */
  <T> T read(String doing, Duration timeout, Work<T> work);

  /** What to throw when the system refuses nothing and yet it must not go on; with its address. */
  SystemException refusal(String what, String advice);

  /** The secrets of the target, and how those within states are sealed. */
  Secrets secrets();

  /**
   * Tries whether a role can sign in to this database with a password; the session ends at once.
   *
   * @return why the server does not let it in; empty where it does
   * @throws SystemException when the server cannot be asked
   */
  Optional<String> signIn(String role, Sensitive password);

  /** The programs of this machine that work on this database. */
  ClientPrograms programs();

  /** The session that holds this lock now. */
  Optional<LockHolder> holder(AdvisoryLock lock);
}
