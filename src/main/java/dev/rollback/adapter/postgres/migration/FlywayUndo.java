package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.Timeouts;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code flyway.undo}: undoes migrations by the U scripts that open-source Flyway leaves alone. */
@Doc(
    "Undoes Flyway's migrations, from the highest down, by their U scripts: all in one transaction"
        + " with the rows that make Flyway (10 to 13) see them as pending again. Until the next"
        + " migrate, `flyway validate` says that they are pending. Flyway itself is not needed. Of a"
        + " migration that failed halfway outside of a transaction, `failed: true` takes away what"
        + " it left, and its row. The plan shows the scripts' statements: a text after the word PASSWORD"
        + " and the secrets of the target that were read are masked, and any other literal stands there"
        + " as in the script.")
public record FlywayUndo(
    @Doc("The version that is current now.") String from,
    @Doc("The version that shall be current; 0 where none shall be left.") String to,
    @Doc(
            "The folder of the V and U scripts; a relative path starts at the folder of"
                + " rollback.yaml.")
        String scripts,
    @Doc("The schema of Flyway's history, where names without a schema are looked for first.")
        @Default("public")
        String schema,
    @Doc("Further schemas that the migrations define things in.") List<String> moreSchemas,
    @Doc("Flyway's history.") @Default("flyway_schema_history") String table,
    @Doc("What stands for ${name} in the scripts.") Map<String, String> placeholders,
    @Doc(
            "Whether `from` is a migration that failed, and left a part of what it does: its row"
                + " says so, or the schemas are not as `expected-schema`, which must be given. Its"
                + " U script must be written for any part of it (IF EXISTS); its row is deleted, as"
                + " `flyway repair` does. Rows that it changed are not compared.")
        @Default("false")
        boolean failed,
    @Doc(
            "The fingerprint that the schemas must have afterwards, as flyway.info told it when"
                + " `to` was current; with any other, everything is taken back.")
        Optional<String> expectedSchema,
    @Doc("How long it waits for a lock that somebody else holds.") @Default("PT5S")
        Duration lockTimeout,
    @Doc("How long one statement may take.") @Default("PT5M") Duration statementTimeout)
    implements Downgrade {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no way down
   */
  public FlywayUndo {
    moreSchemas = List.copyOf(moreSchemas);
    placeholders = Map.copyOf(placeholders);
    new Timeouts(lockTimeout, statementTimeout);
    if (FlywayVersion.of(to).compareTo(FlywayVersion.of(from)) >= 0) {
      throw new IllegalArgumentException("`to` is a version below `from`");
    }
    if (failed && expectedSchema.isEmpty()) {
      throw new IllegalArgumentException(
          "what a failed migration left is not known, so `failed` needs `expected-schema`: what"
              + " must be there afterwards");
    }
    if (expectedSchema.filter(e -> !e.matches("[0-9a-f]{16}")).isPresent()) {
      throw new IllegalArgumentException("`expected-schema` is a fingerprint: 16 of 0-9 and a-f");
    }
  }

  private FlywayDatabase database() {
    return new FlywayDatabase(
        new FlywayHistory.Place(schema, table), moreSchemas, scripts, placeholders);
  }

  private FlywayWay way() {
    return new FlywayWay(FlywayVersion.of(from), FlywayVersion.of(to), failed, expectedSchema);
  }

  @Override
  public Target target() {
    return Target.of("migrations of schema " + schema);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    var history = database().place().quoted();
    return Stream.concat(
            Stream.<Requirement<PostgresReader>>of(
                PostgresNeeds.primary(),
                PostgresNeeds.select(history),
                PostgresNeeds.write("INSERT", history),
                Migrations.ownership(reader -> find(reader).damage())),
            failed ? Stream.of(PostgresNeeds.write("DELETE", history)) : Stream.of())
        .toList();
  }

  @Override
  public Migrations.Found find(PostgresReader system) {
    return database().find(system, way());
  }

  @Override
  public MigrationState desired(MigrationState before) {
    return Migrations.desired(before, way().start(), way().to().toString());
  }

  @Override
  public void write(Observed<MigrationState> from, MigrationState to, PostgresWriter system) {
    var scripts = Migrations.same(find(system), from.state());
    system.change(
        "undoing version " + way().start(),
        new Timeouts(lockTimeout, statementTimeout),
        sql -> {
          database().undo(sql, system, scripts, from.version(), way());
          return true;
        });
  }
}
