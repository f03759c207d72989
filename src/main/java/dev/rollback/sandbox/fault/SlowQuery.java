package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A query that was fast in staging, where the table was small. */
public record SlowQuery() implements Fault {
  private static final Duration WANTED = Duration.ofMillis(3_200);

  /** So few rows take less than a turn of the processor: some of many slices are not disturbed. */
  private static final int SLICE = 50;

  private static final int SLICES = 60;

  /** In one process, so that it takes as long however many processors are free. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS node_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        node text NOT NULL REFERENCES nodes (name),
        payload text NOT NULL) WITH (parallel_workers = 0)
      """;

  private static final String FILL =
      """
      INSERT INTO node_events (node, payload)
      SELECT 'node-' || lpad((1 + n % 12)::text, 2, '0'),
        md5(n::text) || md5('a' || n) || md5('b' || n) || md5('c' || n)
      FROM generate_series(1, ?) AS n
      """;

  @Override
  public String id() {
    return "slow-query";
  }

  @Override
  public String title() {
    return "A release sorts the nodes by a table that it reads from end to end in each request";
  }

  @Override
  public String breaks() {
    return "The grid takes longer than customers wait, until the release is taken back.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("performance-degradation");
  }

  @Override
  public void inject(Site site) {
    try (Connection connection = DriverManager.getConnection(site.postgres())) {
      fill(connection);
    } catch (SQLException e) {
      throw new SandboxException(id() + ": the table of events cannot be filled", e);
    }
    site.deploy(
        new Release(
            "1.9.0", Map.of("GRID_PAGE_ORDER", "activity", "GRID_QUERY_TIMEOUT_SECONDS", "8")));
    Customers.requireTooLate(site);
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("rate", "10s");
  }

  /** With so many rows that it takes longer than customers wait, on a machine of any speed. */
  private static void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      insert(connection, SLICE * SLICES);
      double row = nanosOfRow(statement);
      insert(connection, (long) (WANTED.toNanos() / row) - SLICE * SLICES);
      statement.execute("ANALYZE node_events");
    }
  }

  private static void insert(Connection connection, long rows) throws SQLException {
    try (PreparedStatement fill = connection.prepareStatement(FILL)) {
      fill.setLong(1, rows);
      fill.executeUpdate();
    }
  }

  /** The fastest of several: the one in which the least else was going on. */
  private static double nanosOfRow(Statement statement) throws SQLException {
    long best = Long.MAX_VALUE;
    for (int slice = 0; slice < SLICES; slice++) {
      long start = System.nanoTime();
      statement.executeQuery(part((long) slice * SLICE, (slice + 1L) * SLICE)).close();
      best = Math.min(best, System.nanoTime() - start);
    }
    return (double) best / SLICE;
  }

  private static String part(long from, long to) {
    return """
    SELECT sum(length(regexp_replace(payload, '([0-9a-f])\\1', '', 'g'))) FROM node_events
    WHERE id > %d AND id <= %d
    """
        .formatted(from, to);
  }
}
