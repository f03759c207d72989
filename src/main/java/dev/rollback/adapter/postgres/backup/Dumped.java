package dev.rollback.adapter.postgres.backup;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.postgres.PostgresReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a dump has in it. */
final class Dumped {
  private static final Duration READING = Duration.ofSeconds(30);

  private Dumped() {}

  private static String relations(List<String> schemas) {
    return among(
        schemas.isEmpty()
            ? "true"
            : schemas.stream()
                .map(schema -> "'" + schema.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "n.nspname IN (", ")")));
  }

  /** How many bytes the tables take, without their indexes. */
  static long size(PostgresReader system, List<String> schemas) {
    return system.read(
        "asking for the size of what is dumped",
        READING,
        sql ->
            sql.one(
                "SELECT coalesce(sum(pg_table_size(c.oid)), 0)::int8 " + relations(schemas),
                row -> row.getLong(1)));
  }

  /** Whether this role may read all of it. */
  static Finding permitted(PostgresReader system, List<String> schemas) {
    var closed =
        system.read(
            "asking what may be read",
            READING,
            sql ->
                sql.all(
                    "SELECT n.nspname || '.' || c.relname "
                        + relations(schemas)
                        + " AND NOT (has_schema_privilege(n.oid, 'USAGE')"
                        + " AND has_table_privilege(c.oid, 'SELECT')) ORDER BY 1 LIMIT 5",
                    row -> row.getString(1)));
    var user = system.server().user();
    return closed.isEmpty()
        ? new Finding.Met()
        : new Finding.Missing(
            "Role %s may not read %s.".formatted(user, String.join(", ", closed)),
            "GRANT pg_read_all_data TO %s; (PostgreSQL 14 or later), or GRANT USAGE and SELECT there."
                .formatted(user));
  }

  private static String among(String schemas) {
    return """
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'S') AND n.nspname <> 'information_schema'
      AND n.nspname NOT LIKE 'pg\\_%%' AND (%s)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
        AND d.objid = c.oid AND d.deptype = 'e')
    """
        .formatted(schemas);
  }
}
