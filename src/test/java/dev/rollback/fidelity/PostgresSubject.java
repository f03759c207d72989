package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.postgres.PostgresAdapter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An action on a PostgreSQL server of its own, whose role owns the schema grid. */
abstract class PostgresSubject implements Subject {
  protected final TestPostgres server = TestPostgres.start(Map.of("autovacuum", "off"));
  private final Connection<?, ?> connection;
  private final String action;

  PostgresSubject(String action) {
    this.action = action;
    server.role("oncall");
    connection =
        server.connect(
            "oncall",
            TestSecrets.of(
                Map.of("PASSWORD", TestPostgres.PASSWORD, "NEW", "a new password"),
                new Redactor()));
  }

  @Override
  public final String name() {
    return action;
  }

  @Override
  public final Set<String> actions() {
    return Set.of(action);
  }

  @Override
  public final Workbench workbench() {
    return new Workbench(
        List.of(new PostgresAdapter(System.getenv(), Path.of(""))), Map.of("postgres", connection));
  }

  protected final void freshSchema() {
    server.sql("DROP SCHEMA IF EXISTS grid CASCADE", "CREATE SCHEMA grid AUTHORIZATION oncall");
  }

  /** Transactions that have written. */
  @Override
  public final long writes() {
    return Long.parseLong(
        server.ask("SELECT txid_snapshot_xmax(txid_current_snapshot())").getFirst());
  }

  /** All rows of all tables. */
  @Override
  public Object snapshot() {
    var all = new ArrayList<String>();
    for (var table :
        server.ask(
            "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND"
                + " relnamespace = to_regnamespace('grid') ORDER BY 1")) {
      all.add(table);
      all.addAll(server.ask("SELECT t::text FROM " + table + " t ORDER BY 1"));
    }
    return all;
  }

  @Override
  public void close() {
    connection.close();
    server.close();
  }
}
