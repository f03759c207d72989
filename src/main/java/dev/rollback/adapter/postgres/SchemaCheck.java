package dev.rollback.adapter.postgres;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code postgres.schema}: what is defined, as a fingerprint. */
@Doc(
    "Takes a fingerprint of what is defined in schemas: tables, columns, constraints, indexes,"
        + " triggers, policies, views, sequences, functions, types. Rows, owners, grants and"
        + " comments are not in it. It is comparable between servers of one major version.")
public record SchemaCheck(
    @Doc("Which schemas; without them, public.") List<String> schemas,
    @Doc("Tables that are left out, such as those of migrations.") List<String> except,
    @Doc("What the fingerprint should be, as an earlier reading told it.")
        Optional<String> expected)
    implements Check<SchemaCheck.Values, PostgresReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when what is expected is no fingerprint
   */
  public SchemaCheck {
    schemas = schemas.isEmpty() ? List.of("public") : List.copyOf(schemas);
    except = List.copyOf(except);
    if (expected.filter(e -> !e.matches("[0-9a-f]{16}")).isPresent()) {
      throw new IllegalArgumentException("`expected` is a fingerprint: 16 of 0-9 and a-f");
    }
  }

  /** What was read. */
  @Doc("What is defined.")
  public record Values(
      @Doc("The fingerprint.") String fingerprint,
      @Doc("How many definitions there are.") int objects,
      @Doc("Whether it is the one that is expected; false where none is.") boolean matches) {}

  @Override
  public Target target() {
    return Target.of("schema " + String.join(", ", schemas));
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(PostgresNeeds.select("pg_catalog.pg_class")); // the catalogue is open to all
  }

  @Override
  public Optional<String> expectation() {
    return expected.map(_ -> "matches"); // else the runbook must say what it compares
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    var print =
        system.read(
            "reading what is defined",
            Patience.USUAL.statement(),
            sql -> SchemaPrint.of(sql, schemas, except));
    return print.objects() == 0
        ? new Reading.Nothing<>("nothing is defined in schema " + String.join(", ", schemas))
        : new Reading.Values<>(
            new Values(
                print.fingerprint(),
                print.objects(),
                expected.equals(Optional.of(print.fingerprint()))));
  }
}
