package dev.rollback.adapter.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.SqlCommandType;

/**
 * One statement that reads.
 *
 * @param sql a single SELECT, or WITH … SELECT
 * @param arguments the values of its question marks, as PostgreSQL would write them; where there
 *     are none, a question mark is an operator of the statement
 * @param maxRows more rows than these are an error
 * @param timeout what the server gives it
 */
record Select(String sql, List<String> arguments, int maxRows, Duration timeout) {
  private static final int LONGEST_SHOWN = 60;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Takes a statement.
   *
   * @throws IllegalArgumentException when it is none, is several, or does something else than read
   */
  Select {
    arguments = List.copyOf(arguments);
    var parts = parse(sql, !arguments.isEmpty());
    if (parts.size() != 1) {
      throw new IllegalArgumentException(
          "there are " + parts.size() + " statements, and a query is one; drop the semicolon");
    }
    var type = parts.getFirst().command.getType();
    if (type != SqlCommandType.SELECT && type != SqlCommandType.WITH) {
      throw new IllegalArgumentException("the statement begins with neither SELECT nor WITH");
    }
    if (parts.getFirst().bindPositions.length != arguments.size()) {
      throw new IllegalArgumentException(
          "the statement has %d question marks, and there are %d arguments"
              .formatted(parts.getFirst().bindPositions.length, arguments.size()));
    }
    if (maxRows < 1) {
      throw new IllegalArgumentException("at least one row must be allowed");
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the timeout is between PT0.001S and " + LONGEST);
    }
  }

  /** A question of this adapter's own to the catalogue. */
  static Select of(String sql, String... arguments) {
    return new Select(sql, List.of(arguments), 1, Patience.USUAL.statement());
  }

  /** The statement on one line, cut where it is long; what is cut off is told by a hash. */
  String label() {
    var line = sql.strip().replaceAll("\\s+", " ");
    if (line.length() <= LONGEST_SHOWN && arguments.isEmpty()) {
      return line;
    }
    var hash = Integer.toHexString(List.of(sql, arguments).hashCode());
    return line.substring(0, Math.min(line.length(), LONGEST_SHOWN)) + " … #" + hash;
  }

  /** As the driver takes it apart: what it would send as two is two. */
  private static List<NativeQuery> parse(String sql, boolean withArguments) {
    try {
      return Parser.parseJdbcSql(sql, true, withArguments, true, false, false);
    } catch (SQLException e) {
      throw new IllegalArgumentException("the statement cannot be read: " + e.getMessage(), e);
    }
  }
}
