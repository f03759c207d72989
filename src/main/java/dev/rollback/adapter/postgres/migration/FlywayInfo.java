package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code flyway.info}: which version a schema is at, and whether its migrations are in order. */
@Doc(
    "Reads Flyway's history, and compares it with the scripts of a folder where one is given."
        + " Flyway itself is not needed.")
public record FlywayInfo(
    @Doc(
            "The folder of the V scripts; a relative path starts at the folder of rollback.yaml."
                + " Without it nothing is compared.")
        Optional<String> scripts,
    @Doc("The version that should be current.") Optional<String> expected,
    @Doc("The schema of Flyway's history.") @Default("public") String schema,
    @Doc("Further schemas that the migrations define things in.") List<String> moreSchemas,
    @Doc("Flyway's history.") @Default("flyway_schema_history") String table,
    @Doc(
            "Whether there may be no history: then no version is applied. Else that is an error,"
                + " since a name may be mistyped.")
        @Default("false")
        boolean allowMissing)
    implements Check<FlywayInfo.Values, PostgresReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when what is expected is no version
   */
  public FlywayInfo {
    moreSchemas = List.copyOf(moreSchemas);
    expected.ifPresent(FlywayVersion::of);
  }

  /** What was read. */
  @Doc("What Flyway's history says.")
  public record Values(
      @Doc("The highest version that is applied, without zeros at its end; 0 where none is.")
          String version,
      @Doc("Whether it is the one that is expected; false where none is.") boolean matches,
      @Doc("How many versions are applied.") int applied,
      @Doc("Migrations that failed and were not repaired.") List<String> failed,
      @Doc("Migrations that were applied after a higher version.") List<String> outOfOrder,
      @Doc("Whether the history was compared with a folder.") boolean compared,
      @Doc("Versions that are in the folder and not applied.") List<String> pending,
      @Doc("Migrations whose script in the folder is not the one that was applied.")
          List<String> changed,
      @Doc("Migrations that were applied and are not in the folder.") List<String> missing,
      @Doc("The fingerprint of what is defined in the schemas, as postgres.schema tells it.")
          String schema,
      @Doc("Whether there is a history of Flyway at all.") boolean history) {}

  private FlywayDatabase database() {
    return new FlywayDatabase(
        new FlywayHistory.Place(schema, table), moreSchemas, scripts.orElse(""), Map.of());
  }

  @Override
  public Target target() {
    return Target.of("migrations of schema " + schema);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    var history = database().place().quoted();
    return List.of(
        allowMissing ? PostgresNeeds.selectWhereThere(history) : PostgresNeeds.select(history));
  }

  @Override
  public Optional<String> expectation() {
    return expected.map(_ -> "matches && size(failed) == 0"); // else the runbook must say
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    var folder = scripts.map(text -> FlywayFolder.of(system.programs().path(text)));
    return system.read(
        "reading Flyway's history",
        FlywayDatabase.READING,
        sql -> {
          var there = FlywayHistory.read(sql, database().place());
          var history =
              there.isEmpty() && allowMissing
                  ? FlywayHistory.NONE
                  : database().history(sql, system);
          return new Reading.Values<>(
              new Values(
                  history.current().toString(),
                  expected.map(FlywayVersion::of).equals(Optional.of(history.current())),
                  history.applied().size(),
                  labels(history.failed()),
                  labels(history.outOfOrder()),
                  folder.isPresent(),
                  folder
                      .map(f -> f.pending(history).stream().map(FlywayVersion::toString).toList())
                      .orElse(List.of()),
                  folder.map(f -> labels(f.changed(history.applied()))).orElse(List.of()),
                  folder.map(f -> labels(f.missing(history))).orElse(List.of()),
                  database().print(sql),
                  there.isPresent()));
        });
  }

  private static List<String> labels(List<FlywayHistory.Applied> rows) {
    return rows.stream().map(FlywayHistory.Applied::label).toList();
  }
}
