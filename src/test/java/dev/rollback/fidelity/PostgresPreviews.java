package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.postgres.PostgresAdapter;
import dev.rollback.adapter.postgres.PostgresSettings;
import dev.rollback.diagnostic.SystemException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Previews whose checks ask PostgreSQL. Each transaction that writes has an id: the server counts
 * them, and those of functions that write within a query as well.
 */
public final class PostgresPreviews implements AutoCloseable {
  private static final List<String> QUERIES =
      List.of(
          "SELECT count(*) AS n FROM api_keys",
          "SELECT max(id) AS n FROM api_keys WHERE id < 50",
          "WITH k AS (SELECT id FROM api_keys) SELECT sum(id) AS n FROM k",
          "SELECT nextval('numbers') AS n",
          "SELECT forget() AS n",
          "SELECT 1/0 AS n",
          "SELECT id AS n FROM nowhere");

  private final EmbeddedPostgres server;
  private final Connection<?, ?> connection;

  /** Starts a server. */
  public PostgresPreviews() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setServerConfig("unix_socket_directories", "''")
              .setServerConfig("autovacuum", "off")
              .start();
      try (var admin = server.getPostgresDatabase().getConnection();
          var statement = admin.createStatement()) {
        statement.execute("CREATE TABLE api_keys AS SELECT generate_series(1, 100) AS id");
        statement.execute("CREATE SEQUENCE numbers");
        statement.execute(
            "CREATE FUNCTION forget() RETURNS bigint LANGUAGE sql AS"
                + " 'DELETE FROM api_keys; SELECT 1::bigint'");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    connection =
        new PostgresAdapter(Map.of(), Path.of(""))
            .connect(
                new PostgresSettings(
                    server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
                    "postgres",
                    Optional.empty()),
                reference -> {
                  throw SystemException.refused("there are no secrets", "ask for none");
                });
  }

  /** So many previews; how many of them read something, and how many writes the server saw. */
  public record Figures(int previews, int conclusive, long writes) {}

  /** Makes previews. */
  public Figures make(int previews, long seed) {
    var random = new Random(seed);
    var workbench =
        new Workbench(
            List.of(new PostgresAdapter(Map.of(), Path.of(""))), Map.of("postgres", connection));
    var writes = writes();
    var conclusive = 0;
    for (var i = 0; i < previews; i++) {
      var query = QUERIES.get(random.nextInt(QUERIES.size()));
      var plan =
          workbench.plan(
              workbench.bind(
                  """
                  before:
                    - {check: postgres.query, with: {sql: "%s"}, expect: rows == 1}
                  steps:
                    - manual: Nothing
                  after:
                    - {check: postgres.query, with: {sql: SELECT 1}, expect: rows == 1}
                  """
                      .formatted(query)));
      conclusive += plan.notMet().isEmpty() ? 1 : 0;
    }
    return new Figures(previews, conclusive, writes() - writes);
  }

  /** Transactions that wrote, and rows that were written. */
  private long writes() {
    try (var admin = server.getPostgresDatabase().getConnection();
        var statement = admin.createStatement();
        var result =
            statement.executeQuery(
                "SELECT txid_snapshot_xmax(txid_current_snapshot()) + (SELECT last_value FROM"
                    + " numbers) + (SELECT tup_inserted + tup_updated + tup_deleted FROM"
                    + " pg_stat_database WHERE datname = 'postgres')")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
