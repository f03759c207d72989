package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.SecretRef;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code flyway.undo} does to real schemas, and what a person sees and approves of it. */
class FlywayUndoTest extends FlywayFixture {
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
      assertThat(scripts().flyway().info().current().getVersion().toString()).isEqualTo("1");
      assertThat(pending(scripts().flyway().info().pending())).containsExactly("2", "3");
      assertThat(scripts().flyway().migrate().migrationsExecuted).isEqualTo(2);
      scripts().flyway().validate();
      assertThat(info().version()).isEqualTo("3");
      assertThat(info().schema()).isEqualTo(print);
      assertThat(info().changed()).isEmpty();
      assertThat(info().missing()).isEmpty();
    }
  }

  @Test
  void everythingCanBeUndone() {
    apply(undo("3", "0"));
    assertThat(info().version()).isEqualTo("0");
    assertThat(server().ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'grid'"))
        .as("the history alone is left")
        .containsExactly("1");
    assertThat(scripts().flyway().migrate().migrationsExecuted).isEqualTo(3);
  }

  @Test
  void whatAScriptSetsIsGoneAfterwards() {
    scripts()
        .put(
            "U3__email.sql",
            "SET search_path = pg_catalog; SET lock_timeout = 0; ALTER TABLE grid.users DROP email;"
                + " CREATE TEMP TABLE t (a int);");
    apply(undo("3", "2"));
    assertThat(info().version()).isEqualTo("2");
  }

  @Test
  void whatWouldBeGoneIsCountedAndNothingIsRun() {
    server().sql("CREATE VIEW grid.mails AS SELECT email FROM grid.users");
    var found = undo("3", "1").observe(connection().reader());
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
  void passwordsAndKnownSecretsOfAScriptAreMaskedBeforeAStatementIsCut() {
    var known = "known to us: +/& 'quoted'";
    scripts()
        .put(
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
    try (var other = server().connect("oncall", secrets)) {
      assertThat(String.join("\n", undo("3", "2").observe(other.reader()).notes()))
          .contains("ALTER ROLE oncall PASSWORD '***' VALID UNTIL", "'a literal'")
          .contains("UPDATE users SET name = '***', age = 3", "x' || '***'")
          .doesNotContain("heard", "known");
    }
  }

  /**
   * As PostgreSQL takes a text: also without a space, after a comment, with escapes, in dollars.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'heard'",
        " 'it''s heard'",
        " /* a's */ 'heard'",
        " -- a's\n 'heard'",
        " E'a\\'b heard'",
        " U&'heard'",
        " $$heard$$",
        " $x$a $$ heard$x$",
      })
  void aPasswordIsMaskedHoweverItIsWritten(String password) {
    scripts()
        .put(
            "U3__email.sql",
            "ALTER ROLE oncall PASSWORD%s VALID UNTIL '2099-01-01';".formatted(password));
    assertThat(String.join("\n", undo("3", "2").observe(connection().reader()).notes()))
        .contains("ALTER ROLE oncall PASSWORD '***' VALID UNTIL '2099-01-01'")
        .doesNotContain("heard");
  }

  @Test
  void aLongTextAfterTheWordPasswordIsNoTrouble() {
    var text = "it''s ".repeat(20_000);
    scripts().put("U3__email.sql", "COMMENT ON TABLE users IS 'password '' %s';".formatted(text));
    assertThat(undo("3", "2").observe(connection().reader()).notes())
        .anyMatch(note -> note.contains("COMMENT ON TABLE users IS 'password '***'"));
  }

  @Test
  void whoHoldsATableIsToldAndThenWaitedForNoLongerThanAllowed() throws SQLException {
    try (var reader = server().admin()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("SELECT * FROM grid.users");
      var found = undo("3", "2").observe(connection().reader());
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
  void aScriptThatIsEditedAfterItWasApprovedIsRefused() {
    var action = undo("3", "2");
    var approved = action.observe(connection().reader());
    scripts().put("U3__email.sql", "DROP TABLE users CASCADE;");
    var now = action.observe(connection().reader());
    assertThat(action.covers(approved.state(), now.state())).isFalse();
    assertThatThrownBy(
            () -> action.write(approved, action.desired(approved.state()), connection().writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("not those any more that were approved");
  }

  @Test
  void aDefinitionThatIsChangedByHandAfterTheApprovalIsNotCoveredAndNotOverwritten() {
    var action = undo("3", "2");
    var approved = action.observe(connection().reader());
    server().sql("ALTER TABLE grid.users ADD COLUMN by_hand int");
    var now = action.observe(connection().reader());
    assertThat(now.state()).isEqualTo(approved.state());
    assertThat(action.covers(approved.state(), now.state())).isFalse();
    assertThatThrownBy(
            () -> action.write(approved, action.desired(approved.state()), connection().writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("other migrations or definitions");
  }

  @Test
  void whatWasEmptyWhenItWasApprovedMustStillBe() {
    var action = undo("3", "2");
    server().sql("UPDATE grid.users SET email = NULL");
    var approved = action.observe(connection().reader()).state();
    server().sql("UPDATE grid.users SET email = 'zoe@example.org' WHERE id = 1");
    var now = action.observe(connection().reader()).state();
    assertThat(approved.rows().value()).isZero();
    assertThat(action.covers(approved, now)).isFalse();
    assertThat(action.covers(now, now)).isTrue();
  }

  @Test
  void whatOnlyAnEarlierStepWouldMakeCurrentCannotBeShown() {
    var first = undo("3", "2");
    var made = first.desired(first.observe(connection().reader()).state());
    assertThatThrownBy(() -> undo("2", "1").desired(made))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("from 2 to 1");
  }

  @Test
  void aWayUpIsNoUndo() {
    assertThatThrownBy(() -> undo("2", "3")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> undo("2", "two")).isInstanceOf(IllegalArgumentException.class);
  }
}
