package dev.rollback.adapter.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of a server. Not for several threads at once. */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Connection jdbc;
  private final PostgresErrors errors;
  private final Patience patience;

  Session(Connection jdbc, PostgresErrors errors, Patience patience) {
    this.jdbc = jdbc;
    this.errors = errors;
    this.patience = patience;
  }

  /** What is done on a session. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection jdbc) throws SQLException;
  }

  /** What is made of one row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * Does something.
   *
   * @param doing what goes on, for the sentence {@code … while counting rows}
   * @throws dev.rollback.diagnostic.SystemException when it fails
   */
  <T> T run(String doing, boolean write, Work<T> work) {
    try {
      return work.on(jdbc);
    } catch (SQLException e) {
      if (PostgresErrors.broken(e)) {
        close();
      }
      throw errors.command(e, doing, write);
    }
  }

  /** As {@link #run}, with another time-out than the usual one for what is done. */
  <T> T run(String doing, boolean write, Duration timeout, Work<T> work) {
    return run(
        doing,
        write,
        connection -> {
          waitFor(patience.answer(timeout));
          try {
            return work.on(connection);
          } finally {
            if (!connection.isClosed()) {
              waitFor(patience.answer(patience.statement()));
            }
          }
        });
  }

  private void waitFor(Duration answer) throws SQLException {
    jdbc.setNetworkTimeout(Runnable::run, Math.toIntExact(answer.toMillis()));
  }

  /** The first row of a statement that reads, without arguments. */
  <T> Optional<T> first(String doing, String sql, Row<T> row) {
    return run(doing, false, connection -> first(connection, sql, row));
  }

  static <T> Optional<T> first(Connection jdbc, String sql, Row<T> row) throws SQLException {
    try (var statement = jdbc.createStatement()) {
      statement.setEscapeProcessing(false); // braces are the statement's own
      try (var rows = statement.executeQuery(sql)) {
        return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
      }
    }
  }

  /** Whether it still answers, as far as asking can tell. */
  boolean alive() {
    try {
      return jdbc.isValid((int) patience.grace().toSeconds());
    } catch (SQLException e) {
      throw new IllegalStateException("the driver takes this time-out", e);
    }
  }

  boolean closed() {
    try {
      return jdbc.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException("the driver knows what it has closed", e);
    }
  }

  @Override
  public void close() {
    try {
      jdbc.close();
    } catch (SQLException e) {
      // It is gone either way, and nothing hung on it that would have to be told.
      LOG.debug("closing a session failed with SQLSTATE {}", e.getSQLState());
    }
  }
}
