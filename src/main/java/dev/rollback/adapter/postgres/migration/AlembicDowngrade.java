package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.adapter.postgres.Timeouts;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code alembic.downgrade}: undoes Alembic's migrations by the SQL that it prints for them. */
@Doc(
    "Undoes Alembic's migrations. The program prints the SQL in its offline mode, which is the"
        + " preview; it is run here, over the target's own connection and in one transaction.")
public record AlembicDowngrade(
    @Doc("The revision that is current now, in full.") String from,
    @Doc("The revision that shall be current, in full; base where none shall be left.") String to,
    @Doc("The folder of alembic.ini; a relative path starts at the folder of rollback.yaml.")
        String directory,
    @Doc("The configuration in that folder.") @Default("alembic.ini") String config,
    @Doc("The program: a name that is looked for in PATH, or a path.") @Default("alembic")
        String program,
    @Doc(
            "What env.py needs of the environment. Besides, it has PATH, HOME, USER and TMPDIR"
                + " alone. No password: in offline mode no database is reached.")
        Map<String, String> environment,
    @Doc("The schema of Alembic's table, where names without a schema are looked for first.")
        @Default("public")
        String schema,
    @Doc("Further schemas that the migrations define things in.") List<String> moreSchemas,
    @Doc("Alembic's table.") @Default("alembic_version") String table,
    @Doc("How long it waits for a lock that somebody else holds.") @Default("PT5S")
        Duration lockTimeout,
    @Doc("How long one statement may take.") @Default("PT5M") Duration statementTimeout)
    implements Downgrade {
  private static final String REVISION = "[A-Za-z0-9_.]+";

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when a revision is not named in full
   */
  public AlembicDowngrade {
    environment = Map.copyOf(environment);
    moreSchemas = List.copyOf(moreSchemas);
    new Timeouts(lockTimeout, statementTimeout);
    for (var revision : List.of(from, to)) {
      if (!revision.matches(REVISION) || revision.matches("heads?|current")) {
        throw new IllegalArgumentException(
            "'"
                + revision
                + "' is no revision in full; after a failed migration -1 or head would"
                + " be another one than is meant");
      }
    }
    if (from.equals(AlembicDatabase.BASE) || from.equals(to)) {
      throw new IllegalArgumentException("`to` is a revision below `from`");
    }
  }

  private AlembicDatabase database() {
    return new AlembicDatabase(schema, table, moreSchemas);
  }

  private AlembicProgram alembic() {
    return new AlembicProgram(program, directory, config, environment);
  }

  @Override
  public Target target() {
    return Target.of("migrations of schema " + schema);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    var versions = database().quoted();
    return List.of(
        PostgresNeeds.primary(),
        Requirement.apply("the program " + program, this::present),
        PostgresNeeds.select(versions),
        PostgresNeeds.write("UPDATE", versions),
        PostgresNeeds.write("DELETE", versions),
        Migrations.ownership(reader -> find(reader).damage()));
  }

  private Finding present(PostgresReader reader) {
    return alembic()
        .missing(reader.programs())
        .<Finding>map(
            why ->
                new Finding.Missing(
                    why,
                    "Install Alembic with what env.py imports, or give its path as `program`."))
        .orElseGet(Finding.Met::new);
  }

  @Override
  public Migrations.Found find(PostgresReader system) {
    var current =
        system.read(
            "reading Alembic's revision",
            AlembicDatabase.READING,
            sql -> database().current(sql, system));
    var scripts =
        current.equals(from)
            ? List.of(alembic().downgrade(system.programs(), from, to, table))
            : List.<Script>of();
    return system.read(
        "counting what would be dropped",
        AlembicDatabase.READING,
        sql ->
            new Migrations.Found(
                current,
                database().current(sql, system),
                List.of(),
                scripts,
                DamageCount.of(sql, scripts, database().path(sql), table),
                database().print(sql)));
  }

  @Override
  public MigrationState desired(MigrationState before) {
    return Migrations.desired(before, from, to);
  }

  @Override
  public void write(Observed<MigrationState> from, MigrationState to, PostgresWriter system) {
    var scripts = Migrations.same(find(system), from.state());
    system.change(
        "downgrading from " + this.from,
        new Timeouts(lockTimeout, statementTimeout),
        sql -> {
          run(sql, system, scripts, from.version());
          return true;
        });
  }

  private void run(Sql sql, PostgresReader system, List<Script> scripts, String moment)
      throws SQLException {
    // Another downgrade that has come as far as this waits here, and then sees another revision.
    sql.run("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(database().quoted()));
    var now = Migrations.moment(database().current(sql, system), database().print(sql));
    if (!now.equals(moment)) {
      throw system.refusal(
          "has another revision or other definitions in schema %s than a moment ago"
              .formatted(schema),
          "Somebody else migrates it. Plan again, and look at the new preview.");
    }
    Migrations.run(sql, scripts, database().path(sql));
    var left = database().current(sql, system);
    if (!left.equals(to)) {
      throw system.refusal(
          "would be at revision %s after this, not at %s".formatted(left, to),
          "Nothing was changed. See what `alembic downgrade %s:%s --sql` does to %s."
              .formatted(from, to, database().quoted()));
    }
  }
}
