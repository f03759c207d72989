package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.sandbox.fault.Faults;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody has the service's own password: he is at the database, and is not got rid of easily. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakedCredentialsTest {
  private static final String STRANGERS =
      "SELECT pid FROM pg_stat_activity WHERE usename = 'grid' AND application_name = 'psql'";

  private Sandbox sandbox;
  private GridClient grid;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
    grid = new GridClient(sandbox);
    sandbox.inject(Faults.LEAKED_CREDENTIALS);
  }

  @AfterAll
  void stop() {
    grid.close();
    sandbox.close();
  }

  private List<String> ask(String query) {
    try (var connection = DriverManager.getConnection(sandbox.postgres());
        var rows = connection.createStatement().executeQuery(query)) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void customersNoticeNothing() {
    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(grid.withApiKey()).isEqualTo(200);
  }

  @Test
  void whoIsOnlyThrownOutComesBack() {
    var first = ask(STRANGERS);
    assertThat(first).hasSize(1);
    ask("SELECT pg_terminate_backend(" + first.getFirst() + ", 5000)");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ask(STRANGERS)).hasSize(1).isNotEqualTo(first));
  }

  @Test
  void whatRemainsIsToldUntilAllOfItIsGone() {
    assertThat(Faults.LEAKED_CREDENTIALS.remains(sandbox))
        .hasValueSatisfying(why -> assertThat(why).contains("password"));
    try {
      execute("ALTER ROLE grid PASSWORD 'another'");
      assertThat(Faults.LEAKED_CREDENTIALS.remains(sandbox))
          .hasValueSatisfying(why -> assertThat(why).contains("still has 1 sessions"));
      ask("SELECT pg_terminate_backend((" + STRANGERS + "), 5000)");
      assertThat(Faults.LEAKED_CREDENTIALS.remains(sandbox))
          .hasValueSatisfying(why -> assertThat(why).contains("token"));
    } finally {
      execute("ALTER ROLE grid PASSWORD '" + sandbox.accounts().databasePassword() + "'");
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !ask(STRANGERS).isEmpty());
  }

  private void execute(String statement) {
    try (var connection = DriverManager.getConnection(sandbox.postgres())) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
