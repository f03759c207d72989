package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;

/** {@code postgres.update}. */
final class UpdateSubject extends PostgresSubject {
  UpdateSubject() {
    super("postgres.update");
  }

  @Override
  public Case next(Random random) {
    freshSchema();
    var rows = 3 + random.nextInt(20);
    server.sql(
        "CREATE TABLE grid.t (id int PRIMARY KEY, active boolean, note text)",
        "INSERT INTO grid.t SELECT n, n %% %d <> 0, 'n' || n FROM generate_series(1, %d) n"
            .formatted(2 + random.nextInt(3), rows),
        "UPDATE grid.t SET active = true WHERE id = 1",
        "ALTER TABLE grid.t OWNER TO oncall");
    return new Case(
        """
        steps:
          - id: set
            action: postgres.update
            with: {table: grid.t, set: {active: "false"}, where: "active AND id <= ?", arguments: ["%d"]}
        after:
          - check: postgres.query
            with: {sql: "SELECT count(*) FROM grid.t WHERE active AND id <= %d"}
            expect: value == 0
        """
            .formatted(rows, rows),
        List.of(
            Drift.harmful(
                "a row that is set already",
                () -> server.sql("UPDATE grid.t SET active = false WHERE id = 1")),
            Drift.harmful("a row less", () -> server.sql("DELETE FROM grid.t WHERE id = 1")),
            Drift.harmless(
                "another column", () -> server.sql("UPDATE grid.t SET note = 'x' WHERE id = 1")),
            Drift.harmless(
                "a row that does not match",
                () -> server.sql("INSERT INTO grid.t VALUES (9999, true, 'x')"))));
  }
}
