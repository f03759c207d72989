package dev.rollback.adapter.postgres;

import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;
import dev.rollback.action.StateAction;
import dev.rollback.contract.ActionContract;
import dev.rollback.diagnostic.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on a real server, with a role that owns the schema grid and nothing else. */
public abstract class PostgresContract<
        A extends Record & StateAction<S, PostgresReader, PostgresWriter>, S extends Record>
    extends ActionContract<A, S, PostgresReader, PostgresWriter> {
  protected static final String ROLE = "oncall";
  private static @Nullable TestPostgres server;

  private @Nullable Connection<PostgresReader, PostgresWriter> connection;

  /** The server that the action needs; the tests of a class share it. */
  protected TestPostgres start() {
    return TestPostgres.start(Map.of("autovacuum", "off"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  protected static TestPostgres server() {
    return Objects.requireNonNull(server);
  }

  @Override
  protected final void arrange() {
    if (server == null) {
      server = start();
      server.role(ROLE);
    }
    connection = server().connect(ROLE, secrets());
    prepare();
  }

  /** The secrets of the target. */
  protected Secrets secrets() {
    return _ -> Sensitive.of(TestPostgres.PASSWORD);
  }

  /** Makes what the action has something to do with. */
  protected abstract void prepare();

  @AfterEach
  final void disconnect() {
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  protected final Connection<PostgresReader, PostgresWriter> connection() {
    return Objects.requireNonNull(connection);
  }

  /** An empty schema grid of the role's own. */
  protected static void freshSchema() {
    server().sql("DROP SCHEMA IF EXISTS grid CASCADE", "CREATE SCHEMA grid AUTHORIZATION " + ROLE);
  }

  /** Transactions that have written. */
  @Override
  protected long writes() {
    return Long.parseLong(
        server().ask("SELECT txid_snapshot_xmax(txid_current_snapshot())").getFirst());
  }

  @Override
  protected Set<String> noPermissions() {
    return Set.of("a primary server");
  }

  /** What these statements of the administrator's take away, others give back. */
  protected static Denial denial(String what, String deny, String give) {
    server().sql(deny);
    return new Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        server().sql(give);
      }
    };
  }

  /** {@code SELECT on grid.t}, revoked and granted again. */
  protected static Denial privilege(String requirement) {
    return denial(
        requirement,
        "REVOKE " + requirement + " FROM " + ROLE,
        "GRANT " + requirement + " TO " + ROLE);
  }

  /** All rows of a query of the administrator's; empty where the table is gone. */
  protected static List<String> rows(String table) {
    return server().ask("SELECT to_regclass('" + table + "') IS NOT NULL").getFirst().equals("t")
        ? server().ask("SELECT t::text FROM " + table + " t ORDER BY 1")
        : List.of();
  }
}
