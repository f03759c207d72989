package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What {@code alembic.downgrade} and {@code alembic.current} make of real migrations. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = AlembicProject.VARIABLE, matches = ".+")
class AlembicDowngradeLabIT {
  private static TestPostgres server;
  @TempDir private Path folder;
  private AlembicProject project;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void arrange() {
    server.sql("DROP SCHEMA IF EXISTS grid CASCADE", "CREATE SCHEMA grid AUTHORIZATION oncall");
    project = AlembicProject.sample(server, folder);
    connection = server.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private AlembicDowngrade downgrade(String from, String to) {
    return downgrade(from, to, AlembicProject.program(), Map.of());
  }

  private AlembicDowngrade downgrade(
      String from, String to, String program, Map<String, String> environment) {
    return new AlembicDowngrade(
        from,
        to,
        folder.toString(),
        "alembic.ini",
        program,
        environment,
        "grid",
        List.of(),
        "alembic_version",
        Duration.ofMillis(300),
        Duration.ofSeconds(10));
  }

  private void apply(AlembicDowngrade action) {
    var now = action.observe(connection.reader());
    action.write(now, action.desired(now.state()), connection.writer());
  }

  private AlembicCurrent.Values current() {
    var check = new AlembicCurrent(Optional.empty(), "grid", List.of(), "alembic_version");
    return switch (check.read(connection.reader())) {
      case Reading.Values<AlembicCurrent.Values>(var values) -> values;
      case Reading.Nothing<AlembicCurrent.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private SystemException refused(AlembicDowngrade action) {
    var before = server.ask("SELECT version_num FROM grid.alembic_version");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(action));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    assertThat(server.ask("SELECT version_num FROM grid.alembic_version")).isEqualTo(before);
    return failure;
  }

  @Test
  void alembicItselfGoesUpAgainFromWhereItWasTaken() throws IOException {
    project.run("upgrade", "head");
    var top = current();
    assertThat(top.revision()).isEqualTo("c3");
    var found = downgrade("c3", "a1").observe(connection.reader());
    assertThat(found.notes())
        .contains(
            "drops table grid.api_keys with 0 rows",
            "drops column grid.users.email with 1 values that are not null",
            "  ALTER TABLE users DROP COLUMN email")
        .noneMatch(note -> note.contains("BEGIN"));
    assertThat(found.state().rows().value()).isEqualTo(1);
    apply(downgrade("c3", "a1"));
    assertThat(current().revision()).isEqualTo("a1");
    assertThat(project.run("current")).contains("a1");
    project.run("upgrade", "head");
    assertThat(current()).isEqualTo(top);
    apply(downgrade("c3", "base"));
    assertThat(current().revision()).isEqualTo("base");
    assertThat(server.ask("SELECT to_regclass('grid.users') IS NULL")).containsExactly("t");
    project.run("upgrade", "head");
    assertThat(current()).isEqualTo(top);
    try (var files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("__pycache__"));
    }
  }

  @Test
  void severalHeadsAreRefused() {
    AlembicProject.upgraded(server);
    server.sql("INSERT INTO grid.alembic_version VALUES ('x9')");
    assertThat(refused(downgrade("c3", "b2")).problem())
        .contains("several current revisions", "c3, x9");
    assertThat(current().revision()).isEmpty();
    assertThat(current().revisions()).containsExactly("c3", "x9");
  }

  @Test
  void aMigrationThatReadsFromTheDatabaseIsRefused() {
    AlembicProject.upgraded(server);
    project.migration(
        "c3", "'b2'", "pass", "op.get_bind().execute(sa.text('SELECT 1')).fetchall()");
    assertThat(refused(downgrade("c3", "b2")).problem())
        .contains("reads from the database while it runs", "c3_.py");
  }

  @Test
  void whatIsToRunOutsideOfATransactionIsRefused() {
    AlembicProject.upgraded(server);
    project.migration(
        "c3",
        "'b2'",
        "pass",
        "\n            with op.get_context().autocommit_block():\n"
            + "                op.execute('DROP INDEX CONCURRENTLY i')");
    assertThat(refused(downgrade("c3", "b2")).problem()).contains("DROP INDEX CONCURRENTLY i");
  }

  @Test
  void whatAlembicRefusesIsTold() {
    AlembicProject.upgraded(server);
    assertThat(refused(downgrade("c3", "zz")).problem()).contains("Can't locate revision", "zz");
    server.sql("UPDATE grid.alembic_version SET version_num = 'a1'");
    assertThat(refused(downgrade("a1", "b2")).problem()).contains("not a valid downgrade target");
  }

  @Test
  void anotherRevisionThanTheOneThatIsToBeUndoneIsRefused() {
    AlembicProject.upgraded(server);
    assertThat(refused(downgrade("b2", "a1")).problem())
        .contains("current version is c3", "from b2 to a1");
  }

  @Test
  void sqlForAnotherKindOfDatabaseIsRefused() {
    AlembicProject.upgraded(server);
    var wrong = downgrade("c3", "b2", AlembicProject.program(), Map.of("DIALECT", "sqlite://"));
    assertThat(refused(wrong).problem()).contains("another kind of database");
  }

  @Test
  void aReaderThatHoldsATableIsWaitedForNoLongerThanAllowed() throws SQLException {
    AlembicProject.upgraded(server);
    try (var reader = server.admin()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("SELECT * FROM grid.api_keys");
      assertThat(refused(downgrade("c3", "b2")).problem())
          .contains("did not get a lock in time while downgrading from c3");
    }
    apply(downgrade("c3", "b2"));
    assertThat(current().revision()).isEqualTo("b2");
  }

  @Test
  void aTableThatIsNotTheOneTheMigrationsKnowIsNotTakenForIt() {
    AlembicProject.upgraded(server);
    project.migration(
        "c3", "'b2'", "pass", "op.execute(\"UPDATE alembic_version SET version_num = 'q'\")");
    assertThat(refused(downgrade("c3", "b2")).problem()).contains("would be at revision q");
  }

  @Test
  void aProgramOrAFolderThatIsNotThereIsNamed() {
    AlembicProject.upgraded(server);
    var none = downgrade("c3", "b2", "alembic-of-nobody", Map.of());
    assertThat(refused(none).problem()).contains("no program alembic-of-nobody");
    assertThat(
            none.requirements().stream()
                .filter(r -> r.what().equals("the program alembic-of-nobody"))
                .map(r -> r.probe().apply(connection.reader())))
        .singleElement()
        .isInstanceOf(Finding.Missing.class);
    var elsewhere =
        new AlembicDowngrade(
            "c3",
            "b2",
            "no such folder",
            "alembic.ini",
            AlembicProject.program(),
            Map.of(),
            "grid",
            List.of(),
            "alembic_version",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    assertThat(refused(elsewhere).problem()).contains("no such folder", "alembic.ini");
  }

  @Test
  void aRevisionIsNamedInFull() {
    for (var revision : List.of("-1", "head", "heads", "c3@branch", "--help", "a b", "")) {
      assertThatThrownBy(() -> downgrade("c3", revision)).as(revision).hasMessageContaining("full");
    }
    assertThatThrownBy(() -> downgrade("base", "c3")).hasMessageContaining("below");
  }
}
