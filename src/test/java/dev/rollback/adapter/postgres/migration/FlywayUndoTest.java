package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code flyway.undo} and {@code flyway.info} make of real histories. */
class FlywayUndoTest {
  private static TestPostgres server;
  @TempDir private Path folder;
  private FlywayScripts scripts;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
    server.sql("GRANT pg_read_all_stats TO oncall"); // who waits for whom is told in full
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void migrate() {
    server.sql("DROP SCHEMA IF EXISTS grid CASCADE", "CREATE SCHEMA grid AUTHORIZATION oncall");
    scripts = new FlywayScripts(server, folder);
    scripts.flyway().migrate();
    connection = server.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private FlywayUndo undo(String from, String to) {
    return new FlywayUndo(
        from,
        to,
        folder.toString(),
        "grid",
        List.of(),
        "flyway_schema_history",
        Map.of("nothing", "nobody"),
        false,
        Optional.empty(),
        Duration.ofMillis(300),
        Duration.ofSeconds(10));
  }

  private void apply(FlywayUndo action) {
    var now = action.observe(connection.reader());
    action.write(now, action.desired(now.state()), connection.writer());
  }

  private FlywayInfo.Values info() {
    var check =
        new FlywayInfo(
            Optional.of(folder.toString()),
            Optional.empty(),
            "grid",
            List.of(),
            "flyway_schema_history");
    return switch (check.read(connection.reader())) {
      case Reading.Values<FlywayInfo.Values>(var values) -> values;
      case Reading.Nothing<FlywayInfo.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private SystemException refused(FlywayUndo action) {
    var before = server.ask("SELECT h::text FROM grid.flyway_schema_history h");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(action));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    assertThat(server.ask("SELECT h::text FROM grid.flyway_schema_history h")).isEqualTo(before);
    assertThat(server.ask("SELECT email FROM grid.users WHERE id = 1"))
        .containsExactly("zoe@example.org");
    return failure;
  }

  private static List<String> pending(MigrationInfo[] all) {
    return Arrays.stream(all).map(i -> i.getVersion().toString()).toList();
  }

  @Test
  void flywayAppliesAgainWhatWasUndone() {
    var print = info().schema();
    for (var again = 0; again < 2; again++) {
      apply(undo("3.0", "1"));
      assertThat(info().version()).isEqualTo("1");
      assertThat(info().pending()).containsExactly("2", "3");
      assertThat(info().schema()).isNotEqualTo(print);
      assertThat(scripts.flyway().info().current().getVersion().toString()).isEqualTo("1");
      assertThat(pending(scripts.flyway().info().pending())).containsExactly("2", "3");
      assertThat(scripts.flyway().migrate().migrationsExecuted).isEqualTo(2);
      scripts.flyway().validate();
      assertThat(info().version()).isEqualTo("3");
      assertThat(info().schema()).isEqualTo(print);
      assertThat(info().changed()).isEmpty();
      assertThat(info().missing()).isEmpty();
    }
  }

  @Test
  void passwordsAndKnownSecretsOfAScriptAreMaskedBeforeAStatementIsCut() {
    var known = "known to us: +/& 'quoted'";
    scripts.put(
        "U3__email.sql",
        """
        DROP FUNCTION hello();
        ALTER ROLE oncall PASSWORD 'never ''heard'' of' VALID UNTIL 'infinity';
        UPDATE users SET name = '%1$s', age = 3;
        UPDATE users SET name = '%2$s' || '%1$s';
        UPDATE users SET name = 'a literal';
        ALTER TABLE users DROP COLUMN email, DROP age;
        """
            .formatted(known.replace("'", "''"), "x".repeat(60)));
    var secrets =
        TestSecrets.of(Map.of("PASSWORD", TestPostgres.PASSWORD, "TOKEN", known), new Redactor());
    var _ = secrets.read(new SecretRef.Env("TOKEN"));
    try (var other = server.connect("oncall", secrets)) {
      assertThat(String.join("\n", undo("3", "2").observe(other.reader()).notes()))
          .contains("ALTER ROLE oncall PASSWORD '***' VALID UNTIL", "'a literal'")
          .contains("UPDATE users SET name = '***', age = 3", "x' || '***'")
          .doesNotContain("heard", "known");
    }
  }

  @Test
  void everythingCanBeUndone() {
    apply(undo("3", "0"));
    assertThat(info().version()).isEqualTo("0");
    assertThat(server.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'grid'"))
        .as("the history alone is left")
        .containsExactly("1");
    assertThat(scripts.flyway().migrate().migrationsExecuted).isEqualTo(3);
  }

  @Test
  void whatWouldBeGoneIsCountedAndNothingIsRun() {
    server.sql("CREATE VIEW grid.mails AS SELECT email FROM grid.users");
    var found = undo("3", "1").observe(connection.reader());
    assertThat(found.state().rows().value()).isEqualTo(1 + 0 + 3);
    assertThat(found.notes())
        .contains(
            "drops column grid.users.email with 1 values that are not null",
            "drops column grid.users.age with 0 values that are not null",
            "drops table grid.api_keys with 3 rows",
            "drops table nobody, which is not there now",
            "  DROP FUNCTION hello()")
        .anyMatch(note -> note.startsWith("on grid.users depend: ") && note.contains("mails"));
    assertThat(found.state().scripts()).hasSize(2).first().asString().startsWith("U3__email.sql");
  }

  @Test
  void whoHoldsATableIsToldAndThenWaitedForNoLongerThanAllowed() throws SQLException {
    try (var reader = server.admin()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("SELECT * FROM grid.users");
      var found = undo("3", "2").observe(connection.reader());
      assertThat(found.notes())
          .anyMatch(
              note ->
                  note.startsWith("a session has grid.users locked now")
                      && note.contains("postgres")
                      && note.contains("idle in transaction"));
      var failure = refused(undo("3", "2"));
      assertThat(failure.problem()).contains("did not get a lock in time while undoing version 3");
      assertThat(failure.advice().orElseThrow()).contains("pg_locks");
    }
  }

  @Test
  void whatFailsInTheMiddleIsTakenBackWhole() {
    scripts.put("U2__keys.sql", "DROP TABLE api_keys; DROP TABLE missing;");
    assertThat(refused(undo("3", "1")).problem()).contains("\"missing\" does not exist");
    assertThat(server.ask("SELECT count(*) FROM grid.api_keys")).containsExactly("3");
  }

  @Test
  void aServerThatGoesInTheMiddleHasTakenItBack() {
    scripts.put("U3__email.sql", "ALTER TABLE users DROP COLUMN email; SELECT pg_sleep(30);");
    var failing =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(SystemException.class, () -> apply(undo("3", "2"))));
    var sleeping =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    await().until(() -> !server.ask(sleeping).isEmpty());
    server.ask("SELECT pg_terminate_backend((" + sleeping + "), 5000)");
    var failure = failing.join();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("while undoing version 3");
    assertThat(info().version()).isEqualTo("3");
    assertThat(server.ask("SELECT email FROM grid.users WHERE id = 1"))
        .containsExactly("zoe@example.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE INDEX CONCURRENTLY i ON users (name) | cannot run in a transaction",
        "DROP INDEX CONCURRENTLY i | cannot run in a transaction",
        "ALTER TYPE mood ADD VALUE 'sad' | adds a value to a type",
        "VACUUM users | cannot run in a transaction",
        "COMMIT | begins or ends a transaction",
        "begin | begins or ends a transaction",
        "ROLLBACK | begins or ends a transaction",
        "\\i other.sql | is a command of psql",
        "COPY users FROM STDIN | reads or writes data beside the script",
        "/* a */ DROP DATABASE grid | cannot run in a transaction"
      })
  void whatOneTransactionCannotHaveIsRefusedBeforeAnything(String statement, String why) {
    scripts.put("U3__email.sql", "ALTER TABLE users DROP email;\n" + statement + ";");
    assertThat(refused(undo("3", "2")).problem()).contains("U3__email.sql", why);
  }

  @Test
  void aScriptThatFlywayItselfWouldRunOutsideOfATransactionIsRefused() {
    scripts.put("U3__email.sql.conf", "executeInTransaction=false\n");
    assertThat(refused(undo("3", "2")).problem()).contains("does not run in a transaction");
  }

  @Test
  void aMissingScriptAndAMissingPlaceholderAreNamed() {
    scripts.put("U2__keys.sql", "DROP TABLE ${what}");
    var placeholder = refused(undo("3", "1"));
    assertThat(placeholder.problem()).contains("${what}");
    assertThat(placeholder.advice().orElseThrow()).contains("nothing");
    scripts.remove("U2__keys.sql");
    assertThat(refused(undo("3", "1")).problem()).contains("V2 V2__keys.sql", "U2__");
    apply(undo("3", "2"));
    assertThat(info().version()).as("what has a script can be undone").isEqualTo("2");
  }

  @Test
  void twoScriptsForOneVersionAreRefused() {
    scripts.put("U03__other.sql", "SELECT 1");
    assertThat(refused(undo("3", "2")).problem()).contains("U03__other.sql", "same version");
  }

  @Test
  void aScriptThatWasChangedSinceItWasAppliedIsRefused() {
    scripts.put("V2__keys.sql", "CREATE TABLE something_else (a int);");
    assertThat(refused(undo("3", "2")).problem()).contains("V2", "checksum");
    assertThat(info().changed()).containsExactly("V2 V2__keys.sql");
  }

  @Test
  void aGapIsRefused() {
    scripts.put("V2.5__forgotten.sql", "SELECT 1;");
    assertThat(refused(undo("3", "2")).problem()).contains("gap", "V2.5");
    assertThat(info().pending()).containsExactly("2.5");
  }

  @Test
  void whatWasAppliedOutOfOrderIsRefused() {
    scripts.put("V2.5__late.sql", "SELECT 1;");
    scripts.flyway("out of order").migrate();
    assertThat(refused(undo("3", "2")).problem()).contains("V2.5", "after a higher version");
    assertThat(info().outOfOrder()).containsExactly("V2.5 V2.5__late.sql");
  }

  @Test
  void theHalfStateOfAFailedMigrationIsRefused() {
    server.sql(
        "INSERT INTO grid.flyway_schema_history SELECT 4, '4', 'half', type, 'V4__half.sql', 7,"
            + " installed_by, installed_on, 1, false FROM grid.flyway_schema_history LIMIT 1");
    assertThat(info().failed()).containsExactly("V4 V4__half.sql");
    assertThat(refused(undo("3", "2")).problem()).contains("V4", "failed");
  }

  private FlywayUndo undoHalf(String schema) {
    return new FlywayUndo(
        "4",
        "3",
        folder.toString(),
        "grid",
        List.of(),
        "flyway_schema_history",
        Map.of(),
        true,
        Optional.of(schema),
        Duration.ofMillis(300),
        Duration.ofSeconds(10));
  }

  /** The first statement has taken effect, the second one failed: without a transaction. */
  private void failHalfway() {
    scripts.keepRowsOfFailed();
    failHalfwayAsUsual();
    assertThat(info().failed()).containsExactly("V4 V4__half.sql");
  }

  private void failHalfwayAsUsual() {
    scripts.put(
        "V4__half.sql",
        "ALTER TABLE users RENAME COLUMN email TO mail;\nALTER TABLE users ADD COLUMN m text NOT"
            + " NULL;");
    scripts.put("V4__half.sql.conf", "executeInTransaction=false\n");
    assertThatThrownBy(() -> scripts.flyway().migrate()).hasMessageContaining("V4__half.sql");
  }

  private static final String BACK =
      """
      ALTER TABLE users DROP COLUMN IF EXISTS m;
      DO $$ BEGIN
        IF EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'grid'
            AND table_name = 'users' AND column_name = 'mail') THEN
          ALTER TABLE users RENAME COLUMN mail TO email;
        END IF;
      END $$;
      """;

  @Test
  void whatAFailedMigrationLeftIsUndoneAndFlywayGoesOnFromThere() {
    var good = info().schema();
    failHalfway();
    scripts.put("U4__half.sql", BACK);
    var found = undoHalf(good).observe(connection.reader());
    assertThat(found.state().version()).isEqualTo("4 (failed)");
    assertThat(found.state().scripts()).singleElement().asString().startsWith("U4__half.sql");

    apply(undoHalf(good));

    assertThat(info().failed()).isEmpty();
    assertThat(info().version()).isEqualTo("3");
    assertThat(info().schema()).isEqualTo(good);
    assertThat(server.ask("SELECT email FROM grid.users WHERE id = 1"))
        .containsExactly("zoe@example.org");
    scripts.put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    assertThat(scripts.flyway().migrate().migrationsExecuted).isEqualTo(1);
    scripts.flyway().validate();
  }

  /** Flyway holds its lock in a transaction, which takes the row back together with the lock. */
  @Test
  void whatAFailedMigrationLeftIsSeenWithoutARowToo() {
    var good = info().schema();
    failHalfwayAsUsual();
    assertThat(info().failed()).isEmpty();
    assertThat(info().schema()).isNotEqualTo(good);
    scripts.put("U4__half.sql", BACK);
    assertThat(undoHalf(good).observe(connection.reader()).state().version())
        .isEqualTo("4 (failed)");

    apply(undoHalf(good));

    assertThat(info().schema()).isEqualTo(good);
    assertThat(info().version()).isEqualTo("3");
  }

  @Test
  void whatWasUndoneOfAFailedMigrationIsNotUndoneTwice() {
    var good = info().schema();
    failHalfway();
    scripts.put("U4__half.sql", BACK);
    apply(undoHalf(good));
    var now = undoHalf(good).observe(connection.reader()).state();
    assertThat(undoHalf(good).desired(now)).isEqualTo(now);
  }

  @Test
  void aScriptThatLeavesAPartOfAFailedMigrationIsTakenBackWhole() {
    var good = info().schema();
    failHalfway();
    var half = info().schema();
    scripts.put("U4__half.sql", "ALTER TABLE users DROP COLUMN IF EXISTS m;");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(undoHalf(good)));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains(half, good);
    assertThat(info().failed()).as("its row is there still").containsExactly("V4 V4__half.sql");
  }

  @Test
  void aMigrationThatWasCompletedIsNoFailedOne() {
    var good = info().schema();
    scripts.put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    scripts.put("U4__half.sql", "ALTER TABLE users DROP COLUMN IF EXISTS m;");
    scripts.flyway().migrate();
    assertThat(refused(undoHalf(good)).problem()).contains("is 4", "from 4 (failed) to 3");
  }

  @Test
  void aFailedMigrationWhoseScriptWasEditedSinceIsRefused() {
    var good = info().schema();
    failHalfway();
    scripts.put("U4__half.sql", BACK);
    scripts.put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(undoHalf(good)));
    assertThat(failure.problem()).contains("V4", "checksum");
  }

  @Test
  void aCompletedMigrationIsOnlyUndoneToTheSchemaThatIsExpected() {
    var wrong =
        new FlywayUndo(
            "3",
            "2",
            folder.toString(),
            "grid",
            List.of(),
            "flyway_schema_history",
            Map.of(),
            false,
            Optional.of("0123456789abcdef"),
            Duration.ofMillis(300),
            Duration.ofSeconds(10));
    assertThat(refused(wrong).problem()).contains("0123456789abcdef");
  }

  @Test
  void whatAFailedMigrationMustLeaveHasToBeSaid() {
    assertThatThrownBy(
            () ->
                new FlywayUndo(
                    "4",
                    "3",
                    "x",
                    "grid",
                    List.of(),
                    "h",
                    Map.of(),
                    true,
                    Optional.empty(),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1)))
        .hasMessageContaining("expected-schema");
  }

  @Test
  void anotherVersionThanTheOneThatIsToBeUndoneIsRefused() {
    var failure = refused(undo("4", "3.5"));
    assertThat(failure.problem()).contains("current version is 3", "from 4 to 3.5");
    assertThat(refused(undo("3", "2.7")).problem()).contains("2.7 was never applied", "V2");
  }

  @Test
  void whereFlywayBeganIsNoMigration() {
    server.sql(
        "UPDATE grid.flyway_schema_history SET type = 'BASELINE', checksum = NULL"
            + " WHERE version = '1'");
    assertThat(refused(undo("3", "0")).problem()).contains("V1", "where Flyway began");
    apply(undo("3", "1"));
    assertThat(info().version()).isEqualTo("1");
  }

  @Test
  void aScriptThatIsEditedAfterItWasApprovedIsRefused() {
    var action = undo("3", "2");
    var approved = action.observe(connection.reader());
    scripts.put("U3__email.sql", "DROP TABLE users CASCADE;");
    var now = action.observe(connection.reader());
    assertThat(action.covers(approved.state(), now.state())).isFalse();
    assertThatThrownBy(
            () -> action.write(approved, action.desired(approved.state()), connection.writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("not those any more that were approved");
  }

  @Test
  void aDefinitionThatIsChangedByHandAfterTheApprovalIsNotCoveredAndNotOverwritten() {
    var action = undo("3", "2");
    var approved = action.observe(connection.reader());
    server.sql("ALTER TABLE grid.users ADD COLUMN by_hand int");
    var now = action.observe(connection.reader());
    assertThat(now.state()).isEqualTo(approved.state());
    assertThat(action.covers(approved.state(), now.state())).isFalse();
    assertThatThrownBy(
            () -> action.write(approved, action.desired(approved.state()), connection.writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("other migrations or definitions");
  }

  @Test
  void whatWasEmptyWhenItWasApprovedMustStillBe() {
    var action = undo("3", "2");
    server.sql("UPDATE grid.users SET email = NULL");
    var approved = action.observe(connection.reader()).state();
    server.sql("UPDATE grid.users SET email = 'zoe@example.org' WHERE id = 1");
    var now = action.observe(connection.reader()).state();
    assertThat(approved.rows().value()).isZero();
    assertThat(action.covers(approved, now)).isFalse();
    assertThat(action.covers(now, now)).isTrue();
  }

  @Test
  void flywayAtWorkIsNotDisturbed() throws SQLException {
    var lock = new FlywayHistory.Place("grid", "flyway_schema_history").lock();
    try (var other = server.admin()) {
      other.createStatement().execute("SELECT pg_advisory_lock(" + lock + ")");
      assertThat(refused(undo("3", "2")).problem()).contains("being migrated by Flyway now");
    }
  }

  /** That the number is the one that Flyway takes, a migration tells that is under way. */
  @Test
  void theLockIsFlywaysOwn() {
    scripts.put("V4__slow.sql", "SELECT pg_sleep(30);");
    var migrating =
        CompletableFuture.runAsync(
            () -> assertThatThrownBy(() -> scripts.flyway().migrate()).isNotNull());
    await()
        .until(
            () ->
                !server
                    .ask(
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep%'"
                            + " AND state = 'active' AND pid <> pg_backend_pid()")
                    .isEmpty());
    assertThat(refused(undo("3", "2")).problem()).contains("being migrated by Flyway now");
    server.sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            + " WHERE usename = 'oncall' AND application_name <> 'rollback'");
    migrating.join();
  }

  @Test
  void whatAScriptSetsIsGoneAfterwards() {
    scripts.put(
        "U3__email.sql",
        "SET search_path = pg_catalog; SET lock_timeout = 0; ALTER TABLE grid.users DROP email;"
            + " CREATE TEMP TABLE t (a int);");
    apply(undo("3", "2"));
    assertThat(info().version()).isEqualTo("2");
  }

  @Test
  void aScriptThatWritesToTheHistoryItselfIsTakenBack() {
    scripts.put(
        "U3__email.sql",
        "INSERT INTO flyway_schema_history SELECT 90, '9', description, type, script, checksum,"
            + " installed_by, installed_on, 1, true FROM flyway_schema_history LIMIT 1");
    assertThat(refused(undo("3", "2")).problem()).contains("would be at version");
  }

  @Test
  void aHistoryThatIsNotThereAndAFolderThatIsNotThereAreNamed() {
    var elsewhere =
        new FlywayInfo(
            Optional.empty(), Optional.empty(), "Grid \"x\"", List.of(), "flyway_schema_history");
    assertThatThrownBy(() -> elsewhere.read(connection.reader()))
        .hasMessageContaining("no history of Flyway")
        .hasMessageContaining("\"Grid \"\"x\"\"\"");
    var nowhere =
        new FlywayInfo(
            Optional.of("/no/such"), Optional.empty(), "grid", List.of(), "flyway_schema_history");
    assertThatThrownBy(() -> nowhere.read(connection.reader())).hasMessageContaining("/no/such");
  }

  @Test
  void withoutAFolderNothingIsCompared() {
    var check =
        new FlywayInfo(
            Optional.empty(), Optional.empty(), "grid", List.of(), "flyway_schema_history");
    assertThat(check.read(connection.reader()))
        .isInstanceOfSatisfying(
            Reading.Values.class,
            r -> {
              var values = (FlywayInfo.Values) r.values();
              assertThat(values.version()).isEqualTo("3");
              assertThat(values.compared()).isFalse();
              assertThat(values.pending()).isEmpty();
            });
  }

  @Test
  void aWayUpIsNoUndo() {
    assertThatThrownBy(() -> undo("2", "3")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> undo("2", "two")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatOnlyAnEarlierStepWouldMakeCurrentCannotBeShown() {
    var first = undo("3", "2");
    var made = first.desired(first.observe(connection.reader()).state());
    assertThatThrownBy(() -> undo("2", "1").desired(made))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("from 2 to 1");
  }
}
