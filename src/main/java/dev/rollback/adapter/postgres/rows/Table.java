package dev.rollback.adapter.postgres.rows;

import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table whose rows can be changed one by one and brought back.
 *
 * @param name with its schema, as it stands in statements
 * @param key the columns of its primary key
 * @param types of the columns that are set, in their order
 * @param notes what a person should know of it
 */
record Table(String name, List<String> key, List<String> types, List<String> notes) {
  private static final String RELATION =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity,
        EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid),
        pg_catalog.row_security_active(c.oid)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass(?)
      """;

  private static final String KEY =
      """
      SELECT a.attname FROM pg_catalog.pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ?::oid AND i.indisprimary ORDER BY k.place
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
        coalesce(pg_catalog.to_jsonb(a) ->> 'attgenerated', '') <> '', a.attidentity = 'a'
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """;

  private static final String TRIGGERS =
      """
      SELECT t.tgname, CASE WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END
      FROM pg_catalog.pg_trigger t
      WHERE t.tgrelid = ?::oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
        AND t.tgtype & 16 <> 0 ORDER BY 1
      """;

  Table {
    key = List.copyOf(key);
    types = List.copyOf(types);
    notes = List.copyOf(notes);
  }

  private record Relation(String oid, String name, String kind, boolean rules, boolean hidesRows) {
    static Relation of(ResultSet row) throws SQLException {
      return new Relation(
          row.getString(1),
          Sql.quoted(row.getString(2), row.getString(3)),
          row.getString(4),
          row.getBoolean(6),
          row.getBoolean(7));
    }
  }

  private record Column(String name, String type, boolean generated, boolean always) {}

  /**
   * Looks it up, and everything because of which its rows could not be brought back.
   *
   * @throws dev.rollback.diagnostic.SystemException saying what that is
   */
  static Table of(Sql sql, PostgresReader system, String name, Collection<String> set)
      throws SQLException {
    var found = sql.first(RELATION, Relation::of, name);
    if (found.isEmpty()) {
      throw system.refusal("has no table " + name, "Give it with its schema: `table: grid.users`.");
    }
    var relation = found.get();
    if (!relation.kind().equals("r") && !relation.kind().equals("p")) {
      throw system.refusal(
          "has no table " + name + "; what is called so is a view or something of the kind",
          "Name the table whose rows are to be changed.");
    }
    if (relation.rules()) {
      throw system.refusal(
          "has rules on " + name + " that make another statement of an update",
          "Change the rows by hand.");
    }
    var key = sql.all(KEY, row -> row.getString(1), relation.oid());
    if (key.isEmpty()) {
      throw system.refusal(
          "has no primary key on " + name + ", so a row could not be brought back for certain",
          "Change the rows by hand, after a backup.");
    }
    var columns = columns(sql, relation);
    var types = set.stream().map(column -> type(system, name, column, columns, key)).toList();
    cascades(sql, system, relation, set);
    return new Table(relation.name(), key, types, notes(sql, relation));
  }

  private static List<Column> columns(Sql sql, Relation relation) throws SQLException {
    return sql.all(
        COLUMNS,
        row -> new Column(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)),
        relation.oid());
  }

  private static String type(
      PostgresReader system, String table, String name, List<Column> columns, List<String> key) {
    var column = columns.stream().filter(c -> c.name().equals(name)).findFirst();
    if (column.isEmpty()) {
      throw system.refusal(
          "has no column %s in %s".formatted(name, table),
          "There are: " + columns.stream().map(Column::name).collect(Collectors.joining(", ")));
    }
    var why =
        key.contains(name)
            ? Optional.of("is part of the primary key, by which rows are brought back")
            : column.get().generated() || column.get().always()
                ? Optional.of("is generated by the server")
                : Optional.<String>empty();
    if (why.isPresent()) {
      throw system.refusal(
          "does not let column %s of %s be set: it %s".formatted(name, table, why.get()),
          "Leave it out of `set`.");
    }
    return column.get().type();
  }

  private static void cascades(
      Sql sql, PostgresReader system, Relation relation, Collection<String> set)
      throws SQLException {
    var names =
        set.stream()
            .map(column -> "'" + column.replace("'", "''") + "'")
            .collect(Collectors.joining(", ", "ARRAY[", "]::name[]"));
    var tables = sql.all(cascading(names), row -> row.getString(1), relation.oid());
    if (!tables.isEmpty()) {
      throw system.refusal(
          "would change rows of %s too: they refer to a column that is set (ON UPDATE)"
              .formatted(String.join(", ", tables)),
          "Change the rows by hand.");
    }
  }

  private static List<String> notes(Sql sql, Relation relation) throws SQLException {
    var notes =
        new java.util.ArrayList<>(
            sql.all(
                TRIGGERS,
                row ->
                    "trigger %s runs %s each update; what it changes besides, undo does not take back"
                        .formatted(row.getString(1), row.getString(2)),
                relation.oid()));
    if (relation.hidesRows()) {
      notes.add("row security is on: rows that this role may not see are neither counted nor set");
    }
    return notes;
  }

  private static String cascading(String columns) {
    return """
    SELECT DISTINCT k.conrelid::regclass::text
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)
    WHERE k.confrelid = ?::oid AND k.contype = 'f' AND k.confupdtype IN ('c', 'n', 'd')
      AND a.attname = ANY (%s) ORDER BY 1
    """
        .formatted(columns);
  }
}
