package dev.rollback.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long the server lets a transaction's statements wait and run.
 *
 * @param lock for a lock that somebody else holds
 * @param statement for a whole statement
 */
public record Timeouts(Duration lock, Duration statement) {
  private static final Duration LONGEST = Duration.ofHours(6);

  /**
   * Refuses what a server cannot keep.
   *
   * @throws IllegalArgumentException when one is not between a millisecond and six hours
   */
  public Timeouts {
    for (var time : new Duration[] {lock, statement}) {
      if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a time-out is between PT0.001S and " + LONGEST);
      }
    }
  }

  /** A statement that reads waits half of its time for a lock at most. */
  static Timeouts ofReading(Duration statement) {
    return new Timeouts(Duration.ofMillis(Math.max(1, statement.toMillis() / 2)), statement);
  }

  /** The same, but no longer than that. */
  Timeouts within(Duration patience) {
    var most = patience.toMillis() < 1 ? Duration.ofMillis(1) : patience;
    return new Timeouts(
        lock.compareTo(most) < 0 ? lock : most, statement.compareTo(most) < 0 ? statement : most);
  }

  /** Sets them for the transaction that is open. */
  void set(Connection jdbc) throws SQLException {
    try (var statements = jdbc.createStatement()) {
      statements.execute("SET LOCAL statement_timeout = " + statement.toMillis());
      statements.execute("SET LOCAL lock_timeout = " + lock.toMillis());
    }
  }
}
