package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.SchemaPrint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract for {@code flyway.undo} of a migration that failed halfway. */
class FlywayFailedMigrationContractTest extends FlywayUndoContractTest {
  private String good = "";

  @Override
  protected void prepare() {
    super.prepare();
    good =
        connection()
            .reader()
            .read(
                "reading what is defined",
                Duration.ofSeconds(10),
                sql -> SchemaPrint.of(sql, List.of("grid"), List.of("flyway_schema_history")))
            .fingerprint();
    scripts().keepRowsOfFailed();
    scripts().failHalfway();
    scripts().put("U4__half.sql", FlywayScripts.BACK);
  }

  @Override
  protected FlywayUndo action() {
    return new FlywayUndo(
        "4",
        "3",
        scripts().folder(),
        "grid",
        List.of(),
        "flyway_schema_history",
        Map.of(),
        true,
        Optional.of(good),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  @Override
  protected Object snapshot() {
    return List.of(super.snapshot(), rows("grid.notes"));
  }

  /** Somebody takes it away by hand, repairs the history, and migrates with a script that works. */
  @Override
  protected void disturb() {
    server().sql("DROP TABLE grid.notes", "ALTER TABLE grid.users RENAME COLUMN mail TO email");
    scripts().flyway().repair();
    scripts().put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    scripts().flyway().migrate();
  }

  @Override
  protected String dropped() {
    return "grid.notes";
  }
}
