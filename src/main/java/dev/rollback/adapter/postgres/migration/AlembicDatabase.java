package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Alembic's table says.
 *
 * @param schema where the table is
 * @param moreSchemas that the migrations define things in, besides this one
 */
record AlembicDatabase(String schema, String table, List<String> moreSchemas) {
  static final Duration READING = Duration.ofSeconds(30);
  static final String BASE = "base";

  String quoted() {
    return Sql.quoted(schema, table);
  }

  /** The revisions that are current: none, one, or one for each branch. */
  List<String> revisions(Sql sql, PostgresReader system) throws SQLException {
    var there = sql.one("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), quoted());
    if (!there) {
      throw system.refusal(
          "has no table of Alembic named " + quoted(),
          "Give `schema` and `table` as env.py has them (version_table_schema, version_table).");
    }
    return sql.all(
        "SELECT version_num FROM %s ORDER BY 1".formatted(quoted()), row -> row.getString(1));
  }

  /** The one that is current; base where none is. */
  String current(Sql sql, PostgresReader system) throws SQLException {
    var all = revisions(sql, system);
    if (all.size() > 1) {
      throw system.refusal(
          "has several current revisions in %s: %s".formatted(quoted(), String.join(", ", all)),
          "Merge the branches (alembic merge), or go down by hand: a way down from several heads is"
              + " not certain.");
    }
    return all.isEmpty() ? BASE : all.getFirst();
  }

  /** The fingerprint of what is defined. */
  String print(Sql sql) throws SQLException {
    return Migrations.print(
        sql, Stream.concat(Stream.of(schema), moreSchemas.stream()).distinct().toList(), table);
  }

  /** Where names without a schema are looked for in what Alembic writes. */
  String path(Sql sql) throws SQLException {
    return Migrations.path(sql, List.of(schema));
  }
}
