package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of the sandbox, by the configuration that a drill has. */
class PostgresCheckTest {
  private static Sandbox sandbox;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    DrillTarget.write(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private Shell.Result check(String checks) throws IOException {
    var runbooks = Files.createDirectories(directory.resolve("runbooks"));
    Files.writeString(
        runbooks.resolve("db.yaml"),
        """
        apiVersion: rollback/v1
        scenario: db
        title: The database
        owner: data-team
        parameters:
          email: {type: string, default: smoke@grid.example, description: Whose account}
        steps:
          - manual: Look at it
        after:
        """
            + checks.indent(2));
    return new Shell(directory)
        .export("ROLLBACK_CONFIG", sandbox.directory().resolve("rollback.yaml").toString())
        .run("check", "db", "--target", "sandbox");
  }

  @Test
  void whatTheDatabaseSaysIsJudged() throws IOException {
    var result =
        check(
            """
            - check: postgres.query
              with: {sql: "SELECT count(*) AS users FROM users"}
              expect: value > 1 && first.users == value && rows == 1
            - check: postgres.query
              with:
                sql: SELECT created_at FROM users WHERE email = ?
                arguments: ["${email}"]
              expect: rows == 1 && timestamp(value) > timestamp('2020-01-01T00:00:00Z')
            """);
    assertThat(result.out() + result.err()).contains("PASS").doesNotContain("FAIL");
    assertThat(result.exit()).isZero();
  }

  @Test
  void whatIsNotAsExpectedFailsAndWhatCannotBeReadIsInconclusive() throws IOException {
    var result =
        check(
            """
            - check: postgres.query
              with: {sql: SELECT 2 + 2}
              expect: value == 5
            - check: postgres.query
              with: {sql: SELECT 1 FROM no_such_table}
              expect: rows == 1
            """);
    assertThat(result.out()).contains("FAIL", "INCONCLUSIVE", "no_such_table");
    assertThat(result.exit()).isEqualTo(7);
  }

  @Test
  void aStatementThatIsNoQueryIsAnErrorOfTheRunbook() throws IOException {
    var result =
        check(
            """
            - check: postgres.query
              with: {sql: DELETE FROM users}
              expect: rows == 0
            """);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("db.yaml:11", "neither SELECT nor WITH");
  }
}
