package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.PostgresContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The contract for {@code flyway.undo}, on migrations that Flyway itself has applied. */
class FlywayUndoContractTest extends PostgresContract<FlywayUndo, MigrationState> {
  @TempDir private Path folder = Path.of("");
  private @Nullable FlywayScripts scripts;

  protected final FlywayScripts scripts() {
    return Objects.requireNonNull(scripts);
  }

  @Override
  protected Class<MigrationState> stateType() {
    return MigrationState.class;
  }

  @Override
  protected void prepare() {
    freshSchema();
    scripts = new FlywayScripts(server(), folder);
    scripts().flyway().migrate();
  }

  @Override
  protected FlywayUndo action() {
    return new FlywayUndo(
        "3",
        "1",
        scripts().folder(),
        "grid",
        List.of(),
        "flyway_schema_history",
        Map.of("nothing", "nobody"),
        false,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  @Override
  protected Object snapshot() {
    return List.of(rows("grid.users"), rows("grid.api_keys"), rows("grid.flyway_schema_history"));
  }

  @Override
  protected void disturb() {
    scripts().put("V4__more.sql", "CREATE TABLE more (a int);");
    scripts().flyway().migrate();
  }

  /** A table that the scripts drop. */
  protected String dropped() {
    return "grid.api_keys";
  }

  @Override
  protected Denial deny(String requirement) {
    return requirement.startsWith("ownership")
        ? denial(
            requirement,
            "ALTER TABLE %s OWNER TO postgres".formatted(dropped()),
            "ALTER TABLE %s OWNER TO %s".formatted(dropped(), ROLE))
        : privilege(requirement);
  }
}
