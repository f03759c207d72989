package dev.rollback.adapter.postgres.rows;

import dev.rollback.adapter.postgres.PostgresContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The contract for {@code postgres.update}. */
class UpdateContractTest extends PostgresContract<Update, RowSet> {
  @Override
  protected Class<RowSet> stateType() {
    return RowSet.class;
  }

  @Override
  protected void prepare() {
    freshSchema();
    server()
        .sql(
            "CREATE TABLE grid.api_keys (a text, b int, is_active boolean, at timestamptz,"
                + " note text, PRIMARY KEY (b, a))",
            "INSERT INTO grid.api_keys SELECT 'k' || n, n, n % 3 <> 0, now(),"
                + " CASE WHEN n % 2 = 0 THEN 'it''s' || E'\\n' || 'é\"' END"
                + " FROM generate_series(1, 20) n",
            "GRANT SELECT, UPDATE (is_active, at, note) ON grid.api_keys TO oncall");
  }

  @Override
  protected Update action() {
    return new Update(
        "grid.api_keys",
        Map.of("is_active", "false", "at", "2026-11-22 08:00:00+01"),
        List.of("note"),
        "b > ? AND is_active",
        List.of("5"),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  @Override
  protected Object snapshot() {
    return rows("grid.api_keys");
  }

  @Override
  protected void disturb() {
    server().sql("UPDATE grid.api_keys SET note = 'theirs' WHERE b = 7");
  }

  @Override
  protected Denial deny(String requirement) {
    return privilege(requirement);
  }
}
