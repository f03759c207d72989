package dev.rollback.adapter.postgres;

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

  /** The session that holds this lock now. */
  Optional<LockHolder> holder(AdvisoryLock lock);
}
