package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import io.lettuce.core.RedisClient;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of a deployment are what they say, in the real systems. */
class ReleaseFaultsTest {
  private static final String HISTORY =
      "SELECT version || CASE WHEN success THEN '' ELSE ' failed' END FROM flyway_schema_history"
          + " ORDER BY installed_rank";
  private static final String HASHES =
      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE column_name ~"
          + " '^(password|key)_(keyed|hash)$' ORDER BY 1";

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

  private void noticed(Fault fault) {
    assertThat(grid.login().statusCode()).isEqualTo(200);
    sandbox.inject(fault);
    assertThat(grid.login().statusCode()).isEqualTo(500);
  }

  private String release() {
    return grid.get("/health").body().replaceAll(".*\"release\":\"([^\"]+)\".*", "$1");
  }

  private List<String> ask(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(sandbox.postgres());
        var rows = connection.createStatement().executeQuery(query)) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  @Test
  void aBadMigrationIsCompleteAndItsReleaseWentOut() throws SQLException {
    noticed(Faults.BAD_MIGRATION);

    assertThat(ask(HISTORY)).containsExactly("1", "2", "3", "4", "5");
    assertThat(ask(HASHES)).containsExactly("api_keys.key_hash", "users.password_hash");
    assertThat(ask("SELECT count(*) FROM login_audit")).containsExactly("40");
    assertThat(release()).isEqualTo("1.9.0");
  }

  @Test
  void aFailedMigrationLeftNothingAndItsReleaseWentOut() throws SQLException {
    noticed(Faults.FAILED_MIGRATION);

    assertThat(ask(HISTORY)).containsExactly("1", "2", "3", "4");
    assertThat(ask(HASHES)).containsExactly("api_keys.key_keyed", "users.password_keyed");
    assertThat(release()).isEqualTo("1.9.0");
  }

  @Test
  void aHalfMigrationLeftItsFirstStatementsAndTheReleaseBefore() throws SQLException {
    noticed(Faults.HALF_MIGRATION);

    assertThat(ask(HISTORY)).containsExactly("1", "2", "3", "4", "5 failed");
    assertThat(ask(HASHES)).containsExactly("api_keys.key_keyed", "users.password_hash");
    assertThat(ask("SELECT count(*) FROM pg_indexes WHERE indexname = 'api_keys_created'"))
        .containsExactly("1");
    assertThat(release()).isEqualTo("1.8.0");
  }

  @Test
  void redisIsWellAndTheReleaseThatDoesNotFindItIsReady() {
    noticed(Faults.REDIS_GONE);

    assertThat(grid.get("/health").body()).contains("\"redis\":\"unreachable\"");
    assertThat(grid.get("/health").statusCode()).isEqualTo(200);
    assertThat(grid.withApiKey()).isEqualTo(500);
    var client = RedisClient.create(sandbox.redis().toString());
    try (var redis = client.connect()) {
      assertThat(redis.sync().ping()).isEqualTo("PONG");
    } finally {
      client.shutdown();
    }
  }
}
