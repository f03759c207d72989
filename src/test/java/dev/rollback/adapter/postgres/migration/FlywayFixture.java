package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A schema to which Flyway itself has applied three migrations, for each test anew. */
abstract class FlywayFixture {
  private static TestPostgres running;
  @TempDir private Path folder;
  private FlywayScripts scripts;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    running = TestPostgres.start(Map.of());
    running.role("oncall");
    running.sql("GRANT pg_read_all_stats TO oncall"); // who waits for whom is told in full
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @BeforeEach
  void migrate() {
    running.sql("DROP SCHEMA IF EXISTS grid CASCADE", "CREATE SCHEMA grid AUTHORIZATION oncall");
    scripts = new FlywayScripts(running, folder);
    scripts.flyway().migrate();
    connection = running.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  static TestPostgres server() {
    return running;
  }

  final FlywayScripts scripts() {
    return scripts;
  }

  final Connection<PostgresReader, PostgresWriter> connection() {
    return connection;
  }

  final FlywayUndo undo(String from, String to) {
    return undo(from, to, false, Optional.empty());
  }

  final FlywayUndo undo(String from, String to, boolean failed, Optional<String> expectedSchema) {
    return new FlywayUndo(
        from,
        to,
        folder.toString(),
        "grid",
        List.of(),
        "flyway_schema_history",
        Map.of("nothing", "nobody"),
        failed,
        expectedSchema,
        Duration.ofMillis(300),
        Duration.ofSeconds(10));
  }

  final void apply(FlywayUndo action) {
    var now = action.observe(connection.reader());
    action.write(now, action.desired(now.state()), connection.writer());
  }

  /** What an action changes nothing for: its refusal says what to do. */
  final SystemException refused(FlywayUndo action) {
    var before = server().ask("SELECT h::text FROM grid.flyway_schema_history h");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(action));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    assertThat(server().ask("SELECT h::text FROM grid.flyway_schema_history h")).isEqualTo(before);
    assertThat(server().ask("SELECT email FROM grid.users WHERE id = 1"))
        .containsExactly("zoe@example.org");
    return failure;
  }

  final FlywayInfo.Values info() {
    var check =
        new FlywayInfo(
            Optional.of(folder.toString()),
            Optional.empty(),
            "grid",
            List.of(),
            "flyway_schema_history",
            false);
    return switch (check.read(connection.reader())) {
      case Reading.Values<FlywayInfo.Values>(var values) -> values;
      case Reading.Nothing<FlywayInfo.Values>(var why) -> throw new AssertionError(why);
    };
  }
}
