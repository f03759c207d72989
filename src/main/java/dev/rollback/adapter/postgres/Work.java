package dev.rollback.adapter.postgres;

import java.sql.SQLException;

/** What is done in one transaction. */
@FunctionalInterface
public interface Work<T> {
  /**
   * Does it.
   *
   * @throws SQLException as the server gives it; whoever runs this puts it into a sentence
   */
  T in(Sql sql) throws SQLException;
}
