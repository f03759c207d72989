package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import dev.rollback.sandbox.site.Release;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of which a person or a limit is a part are what they say, in the real systems. */
class CauseFaultsTest {
  private Sandbox sandbox;
  private GridClient grid;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    grid = new GridClient(sandbox);
  }

  @AfterEach
  void stop() {
    grid.close();
    sandbox.close();
  }

  private void byHand(Fault fault) {
    assertThat(fault.byHand()).hasSize(1);
    fault.byHand().getFirst().work().accept(sandbox);
  }

  private String ask(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(sandbox.postgres());
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void lostRowsAreAllBackAfterTheRestore() throws SQLException {
    var before = Footprint.of(sandbox);

    sandbox.inject(Faults.LOST_ROWS);

    assertThat(grid.login().statusCode()).isEqualTo(500);
    assertThat(ask("SELECT to_regclass('public.users')")).isNull();
    assertThat(ask("SELECT count(*) FROM flyway_schema_history")).isEqualTo("4");
    assertThat(before.changedIn(Footprint.of(sandbox)))
        .containsExactly("database schema", "table users");

    byHand(Faults.LOST_ROWS);

    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(before.changedIn(Footprint.of(sandbox))).isEmpty();
    assertThat(
            ask(
                "INSERT INTO users (email, password_salt, password_legacy, password_keyed)"
                    + " VALUES ('new@grid.example', '', '', '') RETURNING id"))
        .as("the next one is a new one")
        .isEqualTo("41");
  }

  @Test
  void aDatabaseThatLetsNobodyInIsWellAndNoPodIsReady() throws SQLException {
    sandbox.inject(Faults.DATABASE_UNREACHABLE);

    assertThat(grid.login().statusCode()).isGreaterThanOrEqualTo(500);
    assertThat(ask("SELECT count(*) FROM users")).isEqualTo("40");
    var role = sandbox.postgres().replaceFirst("\\?.*", "");
    assertThatThrownBy(
            () -> DriverManager.getConnection(role, "grid", sandbox.accounts().databasePassword()))
        .hasMessageContaining("password authentication failed");

    byHand(Faults.DATABASE_UNREACHABLE);

    await().atMost(Duration.ofSeconds(30)).until(() -> grid.login().statusCode() == 200);
  }

  @Test
  void valuesThatAreTooLargeAreRefusedAndNobodyElseIs() {
    sandbox.inject(Faults.LIMIT_BY_DESIGN);

    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(grid.withApiKey()).isEqualTo(200);
    assertThat(Faults.LIMIT_BY_DESIGN.remains(sandbox).orElseThrow()).contains("413");

    byHand(Faults.LIMIT_BY_DESIGN);

    assertThat(Faults.LIMIT_BY_DESIGN.remains(sandbox)).isEmpty();
  }

  @Test
  void podsThatLeakAreKilledByTheirLimitAndOthersAreNot() {
    sandbox.inject(Faults.PODS_KILLED);

    assertThat(sandbox.pods())
        .hasSize(3)
        .allSatisfy(
            pod -> {
              var end = pod.at("/status/containerStatuses/0/lastState/terminated");
              assertThat(end.path("reason").asText()).isEqualTo("OOMKilled");
              assertThat(end.path("exitCode").asInt()).isEqualTo(137);
            });

    sandbox.deploy(Release.GOOD);
    for (int request = 0; request < 200; request++) {
      assertThat(grid.withApiKey()).isEqualTo(200);
    }
    assertThat(sandbox.pods())
        .as("with the same limit")
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/spec/containers/0/resources/limits/memory").asText())
                  .isEqualTo("16Mi");
              assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt()).isZero();
            });
  }

  @Test
  void aRolloutThatIsStuckLeavesThePodsOfTheReleaseBefore() {
    sandbox.inject(Faults.STUCK_ROLLOUT);

    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(grid.get("/health").body()).contains("\"release\":\"1.8.0\"");
    assertThat(Faults.STUCK_ROLLOUT.remains(sandbox).orElseThrow())
        .isEqualTo("of 3 pods 1 are of the newest release, and 3 serve");
  }
}
