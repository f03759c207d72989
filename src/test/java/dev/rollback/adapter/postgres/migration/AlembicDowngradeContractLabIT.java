package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.PostgresContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The contract for {@code alembic.downgrade}, with the real program. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = AlembicProject.VARIABLE, matches = ".+")
class AlembicDowngradeContractLabIT extends PostgresContract<AlembicDowngrade, MigrationState> {
  @TempDir private Path folder = Path.of("");
  private @Nullable AlembicProject project;

  @Override
  protected Class<MigrationState> stateType() {
    return MigrationState.class;
  }

  @Override
  protected void prepare() {
    freshSchema();
    project = AlembicProject.sample(server(), folder);
    AlembicProject.upgraded(server());
  }

  @Override
  protected AlembicDowngrade action() {
    return new AlembicDowngrade(
        "c3",
        "a1",
        Objects.requireNonNull(project).folder().toString(),
        "alembic.ini",
        AlembicProject.program(),
        Map.of(),
        "grid",
        List.of(),
        "alembic_version",
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  @Override
  protected Object snapshot() {
    return List.of(rows("grid.users"), rows("grid.api_keys"), rows("grid.alembic_version"));
  }

  @Override
  protected void disturb() {
    server().sql("UPDATE grid.alembic_version SET version_num = 'b2'", "DROP TABLE grid.api_keys");
  }

  @Override
  protected Set<String> noPermissions() {
    return Stream.concat(
            super.noPermissions().stream(), Stream.of("the program " + AlembicProject.program()))
        .collect(Collectors.toSet());
  }

  @Override
  protected Denial deny(String requirement) {
    return requirement.startsWith("ownership")
        ? denial(
            requirement,
            "ALTER TABLE grid.api_keys OWNER TO postgres",
            "ALTER TABLE grid.api_keys OWNER TO " + ROLE)
        : privilege(requirement);
  }
}
