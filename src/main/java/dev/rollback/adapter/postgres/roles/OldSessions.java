package dev.rollback.adapter.postgres.roles;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code postgres.old-sessions}: who still uses a session that is older than the plan. */
@Doc(
    "Counts the sessions of a role that were opened before the plan was made: after a rotation of"
        + " its password, those that signed in with the old one.")
public record OldSessions(
    @Doc("The role.") String role, @Doc("The moment of the plan.") PlanTime at)
    implements Check<OldSessions.Values, PostgresReader> {
  private static final Duration READING = Duration.ofSeconds(10);

  /**
   * The start of others' sessions is shown to their own role and to who may read statistics. The
   * plan's moment is by this machine's clock, and the sessions' are by the server's: where ours is
   * fast, sessions with the new password would seem to be older than the plan.
   */
  private static final String COUNT =
      """
      SELECT count(*), count(*) FILTER (
          WHERE backend_start < ?::timestamptz + (clock_timestamp() - ?::timestamptz)),
        count(*) FILTER (WHERE backend_start IS NULL)
      FROM pg_stat_activity WHERE usename = ?
      """;

  /** What was read. */
  @Doc("The sessions of a role.")
  public record Values(
      @Doc("How many it has.") long sessions,
      @Doc("How many of them were opened before the plan was made.") long old) {}

  @Override
  public Target target() {
    return Target.of("sessions of role " + role);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(PostgresNeeds.select("pg_catalog.pg_stat_activity"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("old == 0");
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    return system.read(
        "counting the sessions of role " + role,
        READING,
        sql ->
            sql.one(
                COUNT,
                row ->
                    row.getLong(3) > 0
                        ? new Reading.Nothing<Values>(
                            ("this role may not see when sessions of %s were opened;"
                                    + " GRANT pg_read_all_stats TO it")
                                .formatted(role))
                        : new Reading.Values<>(new Values(row.getLong(1), row.getLong(2))),
                at.at().toString(),
                system.programs().now().toString(),
                role));
  }
}
