package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.diagnostic.SystemException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code flyway.undo} does not do: histories, scripts and moments that allow no clean way. */
class FlywayUndoTroubleTest extends FlywayFixture {
  @Test
  void whatFailsInTheMiddleIsTakenBackWhole() {
    scripts().put("U2__keys.sql", "DROP TABLE api_keys; DROP TABLE missing;");
    assertThat(refused(undo("3", "1")).problem()).contains("\"missing\" does not exist");
    assertThat(server().ask("SELECT count(*) FROM grid.api_keys")).containsExactly("3");
  }

  @Test
  void aServerThatGoesInTheMiddleHasTakenItBack() {
    scripts().put("U3__email.sql", "ALTER TABLE users DROP COLUMN email; SELECT pg_sleep(30);");
    var failing =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(SystemException.class, () -> apply(undo("3", "2"))));
    var sleeping =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    await().until(() -> !server().ask(sleeping).isEmpty());
    server().ask("SELECT pg_terminate_backend((" + sleeping + "), 5000)");
    var failure = failing.join();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("while undoing version 3");
    assertThat(info().version()).isEqualTo("3");
    assertThat(server().ask("SELECT email FROM grid.users WHERE id = 1"))
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
    scripts().put("U3__email.sql", "ALTER TABLE users DROP email;\n" + statement + ";");
    assertThat(refused(undo("3", "2")).problem()).contains("U3__email.sql", why);
  }

  @Test
  void aScriptThatFlywayItselfWouldRunOutsideOfATransactionIsRefused() {
    scripts().put("U3__email.sql.conf", "executeInTransaction=false\n");
    assertThat(refused(undo("3", "2")).problem()).contains("does not run in a transaction");
  }

  @Test
  void aMissingScriptAndAMissingPlaceholderAreNamed() {
    scripts().put("U2__keys.sql", "DROP TABLE ${what}");
    var placeholder = refused(undo("3", "1"));
    assertThat(placeholder.problem()).contains("${what}");
    assertThat(placeholder.advice().orElseThrow()).contains("nothing");
    scripts().remove("U2__keys.sql");
    assertThat(refused(undo("3", "1")).problem()).contains("V2 V2__keys.sql", "U2__");
    apply(undo("3", "2"));
    assertThat(info().version()).as("what has a script can be undone").isEqualTo("2");
  }

  @Test
  void twoScriptsForOneVersionAreRefused() {
    scripts().put("U03__other.sql", "SELECT 1");
    assertThat(refused(undo("3", "2")).problem()).contains("U03__other.sql", "same version");
  }

  @Test
  void aScriptThatWasChangedSinceItWasAppliedIsRefused() {
    scripts().put("V2__keys.sql", "CREATE TABLE something_else (a int);");
    assertThat(refused(undo("3", "2")).problem()).contains("V2", "checksum");
    assertThat(info().changed()).containsExactly("V2 V2__keys.sql");
  }

  @Test
  void aGapIsRefused() {
    scripts().put("V2.5__forgotten.sql", "SELECT 1;");
    assertThat(refused(undo("3", "2")).problem()).contains("gap", "V2.5");
    assertThat(info().pending()).containsExactly("2.5");
  }

  @Test
  void whatWasAppliedOutOfOrderIsRefused() {
    scripts().put("V2.5__late.sql", "SELECT 1;");
    scripts().flyway("out of order").migrate();
    assertThat(refused(undo("3", "2")).problem()).contains("V2.5", "after a higher version");
    assertThat(info().outOfOrder()).containsExactly("V2.5 V2.5__late.sql");
  }

  @Test
  void theHalfStateOfAFailedMigrationIsRefused() {
    server()
        .sql(
            "INSERT INTO grid.flyway_schema_history SELECT 4, '4', 'half', type, 'V4__half.sql', 7,"
                + " installed_by, installed_on, 1, false FROM grid.flyway_schema_history LIMIT 1");
    assertThat(info().failed()).containsExactly("V4 V4__half.sql");
    assertThat(refused(undo("3", "2")).problem()).contains("V4", "failed");
  }

  @Test
  void anotherVersionThanTheOneThatIsToBeUndoneIsRefused() {
    var failure = refused(undo("4", "3.5"));
    assertThat(failure.problem()).contains("current version is 3", "from 4 to 3.5");
    assertThat(refused(undo("3", "2.7")).problem()).contains("2.7 was never applied", "V2");
  }

  @Test
  void whereFlywayBeganIsNoMigration() {
    server()
        .sql(
            "UPDATE grid.flyway_schema_history SET type = 'BASELINE', checksum = NULL"
                + " WHERE version = '1'");
    assertThat(refused(undo("3", "0")).problem()).contains("V1", "where Flyway began");
    apply(undo("3", "1"));
    assertThat(info().version()).isEqualTo("1");
  }

  @Test
  void aScriptThatWritesToTheHistoryItselfIsTakenBack() {
    scripts()
        .put(
            "U3__email.sql",
            "INSERT INTO flyway_schema_history SELECT 90, '9', description, type, script, checksum,"
                + " installed_by, installed_on, 1, true FROM flyway_schema_history LIMIT 1");
    assertThat(refused(undo("3", "2")).problem()).contains("would be at version");
  }

  @Test
  void aSchemaThatIsNotTheExpectedOneAfterwardsIsTakenBack() {
    var wrong = undo("3", "2", false, Optional.of("0123456789abcdef"));
    assertThat(refused(wrong).problem()).contains("0123456789abcdef");
  }

  @Test
  void flywayAtWorkIsNotDisturbed() throws SQLException {
    var lock = new FlywayHistory.Place("grid", "flyway_schema_history").lock();
    try (var other = server().admin()) {
      other.createStatement().execute("SELECT pg_advisory_lock(" + lock + ")");
      assertThat(refused(undo("3", "2")).problem()).contains("being migrated by Flyway now");
    }
  }

  /** That the number is the one that Flyway takes, a migration tells that is under way. */
  @Test
  void theLockIsFlywaysOwn() {
    scripts().put("V4__slow.sql", "SELECT pg_sleep(30);");
    var migrating =
        CompletableFuture.runAsync(
            () -> assertThatThrownBy(() -> scripts().flyway().migrate()).isNotNull());
    await()
        .until(
            () ->
                !server()
                    .ask(
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep%'"
                            + " AND state = 'active' AND pid <> pg_backend_pid()")
                    .isEmpty());
    assertThat(refused(undo("3", "2")).problem()).contains("being migrated by Flyway now");
    server()
        .sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE usename = 'oncall' AND application_name <> 'rollback'");
    migrating.join();
  }
}
