package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts what scripts would take away, by the catalogue: nothing of them is run. Trying them in a
 * transaction that is rolled back would lock readers out of the tables.
 */
final class DamageCount {
  /** Beyond this size the planner's estimate is told: counting would read all of it. */
  private static final long LARGEST_COUNTED = 256L << 20;

  private static final String RELATION =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples,
        pg_total_relation_size(c.oid), has_table_privilege(c.oid, 'SELECT'),
        pg_get_userbyid(c.relowner), pg_has_role(c.relowner, 'USAGE')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE %s ORDER BY 2, 3
      """;

  private static final String DEPENDENTS =
      """
      SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_depend d
      WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::oid
        AND d.deptype = 'n' ORDER BY 1 LIMIT 10
      """;

  private static final String HOLDERS =
      """
      SELECT DISTINCT a.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''),
        coalesce(a.state, 'in a state that this role may not see'),
        coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::int8, 0)
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.relation = ?::oid AND l.granted
        AND l.pid <> pg_backend_pid()
      ORDER BY 1 LIMIT 5
      """;

  private final Sql sql;
  private final String versionTable;
  private final List<String> lines = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();
  private long rows;

  private DamageCount(Sql sql, String versionTable) {
    this.sql = sql;
    this.versionTable = versionTable;
  }

  /**
   * Counts.
   *
   * @param path where names without a schema are looked for, as for the scripts themselves
   * @param versionTable the migrations' own table: what is written there is no damage
   */
  static Damage of(Sql sql, List<Script> scripts, String path, String versionTable)
      throws SQLException {
    sql.searchPath("pg_catalog, " + path);
    var count = new DamageCount(sql, versionTable);
    for (var script : scripts) {
      for (var statement : script.statements()) {
        for (var loss : Loss.of(statement)) {
          count.add(loss);
        }
      }
    }
    sql.searchPath("pg_catalog");
    return new Damage(
        count.lines.stream().distinct().toList(),
        count.rows,
        count.foreign.stream().distinct().toList());
  }

  private record Relation(
      String oid,
      String schema,
      String name,
      String kind,
      long estimate,
      long size,
      boolean readable,
      String owner,
      boolean owned) {
    static Relation of(ResultSet row) throws SQLException {
      return new Relation(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          (long) row.getDouble(5),
          row.getLong(6),
          row.getBoolean(7),
          row.getString(8),
          row.getBoolean(9));
    }

    String label() {
      return schema + "." + name;
    }

    boolean holdsRows() {
      return kind.equals("r") || kind.equals("p");
    }
  }

  private void add(Loss loss) throws SQLException {
    switch (loss) {
      case Loss.Table(var name) -> table(name);
      case Loss.Column(var table, var column) -> column(table, column);
      case Loss.Retyped(var table, var column) -> {
        var found = relation(table);
        found.ifPresent(this::own);
        lines.add("changes the type of column %s.%s".formatted(label(table, found), column));
      }
      case Loss.Schema(var name, var cascade) -> schema(name.parts().getLast(), cascade);
      case Loss.Rows(var table, var verb) -> rowsOf(table, verb);
      case Loss.Code(var label) ->
          lines.add("runs code, and what it takes away is not counted: " + label);
    }
  }

  private void table(Loss.Name name) throws SQLException {
    var found = relation(name);
    if (found.isEmpty()) {
      lines.add("drops table " + label(name, found) + ", which is not there now");
      return;
    }
    var relation = found.get();
    own(relation);
    lines.add("drops table " + relation.label() + " with " + counted(relation, "*", "rows"));
    about(relation);
  }

  private void column(Loss.Name table, String column) throws SQLException {
    var found = relation(table);
    var there =
        found.isPresent()
            && sql.one(
                "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = ?::oid"
                    + " AND attname = ? AND NOT attisdropped)",
                row -> row.getBoolean(1),
                found.get().oid(),
                column);
    if (!there) {
      lines.add(
          "drops column %s.%s, which is not there now".formatted(label(table, found), column));
      return;
    }
    var relation = found.get();
    own(relation);
    lines.add(
        "drops column %s.%s with %s"
            .formatted(
                relation.label(),
                column,
                counted(relation, Sql.quoted(column), "values that are not null")));
    about(relation);
  }

  private void schema(String name, boolean cascade) throws SQLException {
    var inside =
        sql.all(
            RELATION.formatted("n.nspname = ? AND c.relkind IN ('r', 'p')"), Relation::of, name);
    lines.add(
        "drops schema %s%s"
            .formatted(name, cascade ? " with all that is in it" : ", which must be empty"));
    if (cascade) {
      for (var relation : inside) {
        own(relation);
        lines.add("drops table " + relation.label() + " with " + counted(relation, "*", "rows"));
        locks(relation);
      }
    }
  }

  private void rowsOf(Loss.Name table, String verb) throws SQLException {
    if (table.parts().getLast().equals(versionTable)) {
      return;
    }
    var found = relation(table);
    lines.add(
        "%s %s, %s"
            .formatted(
                verb,
                label(table, found),
                found.isEmpty()
                    ? "which is not there now"
                    : "which has " + counted(found.get(), "*", "rows")));
  }

  private void own(Relation relation) {
    if (!relation.owned()) {
      foreign.add(relation.label() + " belongs to " + relation.owner());
    }
  }

  private Optional<Relation> relation(Loss.Name name) throws SQLException {
    return sql.first(
        RELATION.formatted("c.oid = to_regclass(?)"),
        Relation::of,
        name.parts().stream().map(Sql::quoted).collect(Collectors.joining(".")));
  }

  private static String label(Loss.Name name, Optional<Relation> found) {
    return found.map(Relation::label).orElseGet(() -> String.join(".", name.parts()));
  }

  /** {@code 1,204 rows}; what is large is estimated. */
  private String counted(Relation relation, String what, String noun) throws SQLException {
    if (!relation.holdsRows()) {
      return "no rows of its own";
    }
    if (!relation.readable()) {
      var some = Math.max(0, relation.estimate());
      rows += some;
      return "about %,d rows (this role may not count them)".formatted(some);
    }
    if (relation.size() > LARGEST_COUNTED && relation.estimate() >= 0) {
      rows += relation.estimate();
      return "about %,d rows (estimated: it takes %,d MiB)"
          .formatted(relation.estimate(), relation.size() >> 20);
    }
    var counted =
        sql.one(
            "SELECT count(%s) FROM %s"
                .formatted(what, Sql.quoted(relation.schema(), relation.name())),
            row -> row.getLong(1));
    rows += counted;
    return "%,d %s".formatted(counted, noun);
  }

  private void about(Relation relation) throws SQLException {
    var dependents = sql.all(DEPENDENTS, row -> row.getString(1), relation.oid());
    if (!dependents.isEmpty()) {
      lines.add(
          "on %s depend: %s (without CASCADE the server refuses, with it they go too)"
              .formatted(relation.label(), String.join("; ", dependents)));
    }
    locks(relation);
  }

  /** Who would be waited for. */
  private void locks(Relation relation) throws SQLException {
    sql.all(
            HOLDERS,
            row ->
                "process %s (%s %s), %s, for %,d s"
                    .formatted(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5)),
            relation.oid())
        .forEach(
            who ->
                lines.add(
                    "a session has %s locked now, and would be waited for: %s"
                        .formatted(relation.label(), who)));
  }
}
