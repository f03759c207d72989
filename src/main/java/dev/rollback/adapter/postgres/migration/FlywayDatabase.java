package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The migrations of one history: what it says, the scripts of a folder, and the way down.
 *
 * @param moreSchemas that the migrations define things in, besides the history's own
 * @param scripts the folder, as a runbook names it
 * @param placeholders what stands for {@code ${name}} in scripts
 */
record FlywayDatabase(
    FlywayHistory.Place place,
    List<String> moreSchemas,
    String scripts,
    Map<String, String> placeholders) {
  static final Duration READING = Duration.ofSeconds(30);

  private List<String> schemas() {
    return Stream.concat(Stream.of(place.schema()), moreSchemas.stream()).distinct().toList();
  }

  /** The history as it is now. */
  FlywayHistory history(Sql sql, PostgresReader system) throws SQLException {
    return FlywayHistory.read(sql, place)
        .orElseThrow(
            () ->
                system.refusal(
                    "has no history of Flyway named " + place.quoted(),
                    "Give `schema` and `table` as Flyway's configuration has them"
                        + " (defaultSchema, table)."));
  }

  /** The fingerprint of what is defined. */
  String print(Sql sql) throws SQLException {
    return Migrations.print(sql, schemas(), place.table());
  }

  /**
   * What is there now and, where the version that is to be undone is current, what undoes it.
   *
   * @throws SystemException when it is, and there is no clean way down
   */
  Migrations.Found find(PostgresReader system, FlywayWay way) {
    var folder = system.programs().path(scripts);
    return system.read(
        "reading Flyway's history",
        READING,
        sql -> {
          var history = history(sql, system);
          var schema = print(sql);
          var current = way.current(history, schema);
          var undoes =
              current.equals(way.start()) ? wayDown(history, folder, way) : List.<Script>of();
          var damage =
              undoes.isEmpty()
                  ? Damage.NONE
                  : DamageCount.of(
                      sql, undoes, Migrations.path(sql, List.of(place.schema())), place.table());
          var remarks = undoes.isEmpty() ? List.<String>of() : way.remarks(history, schema);
          return new Migrations.Found(current, history.hash(), remarks, undoes, damage, schema);
        });
  }

  private List<Script> wayDown(FlywayHistory history, Path folder, FlywayWay way) {
    refuse(
        way.otherFailed(history),
        "has the half state of a migration that failed",
        "See what it left. Undo that first (`failed: true` with a U script for any part of it), or"
            + " take it away by hand and run `flyway repair`; then plan again.");
    refuse(
        history.outOfOrder(),
        "was applied after a higher version, so the order in which to undo is not certain",
        "Undo it by hand.");
    var here = FlywayFolder.of(folder);
    refuse(
        Stream.of(way.failedRow(history).stream().toList(), history.applied())
            .flatMap(rows -> here.changed(rows).stream())
            .toList(),
        "is not the script that was applied: its checksum is another one",
        "Use the folder of the release that was deployed. `flyway repair` would only hide it.");
    var gaps =
        here.pending(history).stream().filter(v -> v.compareTo(history.current()) < 0).toList();
    if (!gaps.isEmpty()) {
      throw SystemException.refused(
          "There is a gap: V%s is in %s, below the current version %s, and was never applied."
              .formatted(gaps.getFirst(), folder, history.current()),
          "Use the folder of the release that was deployed.");
    }
    refuse(
        history.above(way.from()),
        "is above the version that is to be undone",
        "Undo from the highest version down.");
    var to = way.to();
    if (!to.equals(FlywayVersion.NONE) && !history.has(to)) {
      throw SystemException.refused(
          "Version %s was never applied, so it cannot be what is left. Applied are: %s."
              .formatted(to, labels(history.applied())),
          "Give one of these as `to`.");
    }
    refuse(
        history.above(to).stream().filter(FlywayHistory.Applied::baseline).toList(),
        "is where Flyway began with this database, and no migration",
        "Undo to this version at most.");
    return way.versions(history).stream().map(v -> here.undo(v, placeholders)).toList();
  }

  private void refuse(List<FlywayHistory.Applied> rows, String what, String advice) {
    if (!rows.isEmpty()) {
      throw SystemException.refused(
          "%s of %s %s.".formatted(labels(rows), place.quoted(), what), advice);
    }
  }

  private static String labels(List<FlywayHistory.Applied> rows) {
    return rows.stream().map(FlywayHistory.Applied::label).collect(Collectors.joining(", "));
  }

  /** Runs the scripts and says so in the history, in the transaction that is open. */
  void undo(Sql sql, PostgresReader system, List<Script> scripts, String moment, FlywayWay way)
      throws SQLException {
    var free =
        sql.one(
            "SELECT pg_try_advisory_xact_lock(?::int8)",
            row -> row.getBoolean(1),
            Long.toString(place.lock()));
    if (!free) {
      throw system.refusal(
          "is being migrated by Flyway now", "Wait until it is done; then plan again.");
    }
    var history = history(sql, system);
    if (!Migrations.moment(history.hash(), print(sql)).equals(moment)) {
      throw system.refusal(
          "has other migrations or definitions in schema %s than it had a moment ago"
              .formatted(place.schema()),
          "Somebody else migrates it. Plan again, and look at the new preview.");
    }
    Migrations.run(sql, scripts, Migrations.path(sql, List.of(place.schema())));
    record(sql, history, way);
    way.arrived(history(sql, system), print(sql));
  }

  /** What Flyway itself writes: `repair` deletes the rows of what failed. */
  private void record(Sql sql, FlywayHistory history, FlywayWay way) throws SQLException {
    for (var row : way.failedRow(history).stream().toList()) {
      sql.update(
          "DELETE FROM %s WHERE version = ? AND NOT success".formatted(place.quoted()), row.text());
    }
    var rank = history.lastRank();
    for (var row : history.above(way.to())) {
      rank++;
      sql.update(
          takenBack(place.quoted()),
          Integer.toString(rank),
          row.text(),
          row.description(),
          row.script(),
          row.checksum().map(String::valueOf).orElse(""));
    }
  }

  private static String takenBack(String history) {
    return """
    INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by,
      execution_time, success)
    VALUES (?::int, ?, ?, 'DELETE', ?, nullif(?, '')::int, current_user, 0, true)
    """
        .formatted(history);
  }
}
