package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code alembic.current}: which revision a schema is at. */
@Doc("Reads which revision is current. Alembic itself is not needed.")
public record AlembicCurrent(
    @Doc("The revision that should be current, in full.") Optional<String> expected,
    @Doc("The schema of Alembic's table.") @Default("public") String schema,
    @Doc("Further schemas that the migrations define things in.") List<String> moreSchemas,
    @Doc("Alembic's table.") @Default("alembic_version") String table)
    implements Check<AlembicCurrent.Values, PostgresReader> {

  /** Keeps its own copy of the schemas. */
  public AlembicCurrent {
    moreSchemas = List.copyOf(moreSchemas);
  }

  /** What was read. */
  @Doc("What Alembic's table says.")
  public record Values(
      @Doc("The current revision; base where none is, and empty where there are several.")
          String revision,
      @Doc("Whether it is the one that is expected; false where none is.") boolean matches,
      @Doc("All that are current, one for each branch.") List<String> revisions,
      @Doc("The fingerprint of what is defined in the schemas, as postgres.schema tells it.")
          String schema) {}

  private AlembicDatabase database() {
    return new AlembicDatabase(schema, table, moreSchemas);
  }

  @Override
  public Target target() {
    return Target.of("migrations of schema " + schema);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(PostgresNeeds.select(database().quoted()));
  }

  @Override
  public Optional<String> expectation() {
    return expected.map(_ -> "matches"); // else the runbook must say
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    return system.read(
        "reading Alembic's revision",
        AlembicDatabase.READING,
        sql -> {
          var all = database().revisions(sql, system);
          var one = all.isEmpty() ? AlembicDatabase.BASE : all.size() == 1 ? all.getFirst() : "";
          return new Reading.Values<>(
              new Values(one, expected.equals(Optional.of(one)), all, database().print(sql)));
        });
  }
}
