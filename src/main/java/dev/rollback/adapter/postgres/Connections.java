package dev.rollback.adapter.postgres;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code postgres.connections}: how many of the server's connections are used. */
@Doc("Counts the connections of the whole server, and the sessions that wait for a lock.")
public record Connections() implements Check<Connections.Values, PostgresReader> {
  /** Of the sessions of others an ordinary role sees the database, and not what kind they are. */
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL
          AND coalesce(backend_type, 'client backend') = 'client backend'),
        current_setting('max_connections')::int,
        current_setting('superuser_reserved_connections')::int
          + coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0),
        (SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted)
      """;

  /** What was read. */
  @Doc("The connections of the server.")
  public record Values(
      @Doc("How many are used now, this one among them.") int used,
      @Doc("How many there may be (max_connections).") int max,
      @Doc("How many of these are kept for superusers and for pg_use_reserved_connections.")
          int reserved,
      @Doc("How many an ordinary role can still open; never below 0.") int free,
      @Doc("Used, of those that are not reserved: 0.8 is 80 %. It may be above 1.") double ratio,
      @Doc("How many sessions wait for a lock.") int waiting) {}

  @Override
  public Target target() {
    return Target.of("connections");
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(
        PostgresNeeds.select("pg_catalog.pg_stat_activity"),
        PostgresNeeds.select("pg_catalog.pg_locks"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("ratio < 0.8 && waiting == 0");
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    return system.read(
        "counting connections",
        Patience.USUAL.statement(),
        sql ->
            sql.one(
                COUNT,
                row -> {
                  var used = row.getInt(1);
                  var reserved = row.getInt(3);
                  var open = Math.max(1, row.getInt(2) - reserved);
                  return new Reading.Values<>(
                      new Values(
                          used,
                          row.getInt(2),
                          reserved,
                          Math.max(0, open - used),
                          (double) used / open,
                          row.getInt(4)));
                }));
  }
}
