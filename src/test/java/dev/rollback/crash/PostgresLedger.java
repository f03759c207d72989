package dev.rollback.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL: every row of every table, and the number of the next transaction, which grows with
 * each one that writes; one that was taken back has written nothing. Autovacuum would write too,
 * and is switched off.
 */
final class PostgresLedger implements Ledger {
  /** From so many rows on a table is known by a digest. */
  private static final int LARGE = 5_000;

  private final Connection connection;
  private long counted;
  private long committed;

  PostgresLedger(String url) {
    try {
      connection = DriverManager.getConnection(url);
      run("ALTER SYSTEM SET autovacuum = off");
      run("SELECT pg_reload_conf()");
      counted = next();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public String system() {
    return "PostgreSQL";
  }

  @Override
  public Map<String, Held> holds() {
    var held = new TreeMap<String, Held>();
    for (var table : tables()) {
      held.put("table " + table, Held.lasting(isLarge(table) ? digest(table) : rows(table)));
    }
    return held;
  }

  private boolean isLarge(String table) {
    var some = column("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d) t".formatted(table, LARGE));
    return Long.parseLong(some.getFirst()) == LARGE;
  }

  private String rows(String table) {
    var rows = column("SELECT to_jsonb(t)::text FROM " + table + " t ORDER BY 1");
    return "[" + String.join(",", rows) + "]";
  }

  /** Of a table that cannot be kept as a text: it cannot be put back either. */
  private String digest(String table) {
    return column(
            "SELECT count(*) || ' rows ' || sum(hashtextextended(t::text, 0)) FROM " + table + " t")
        .getFirst();
  }

  private List<String> tables() {
    return column(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
  }

  @Override
  public Writes writes() {
    var next = next();
    while (counted < next && !status(counted).equals("in progress")) {
      committed += status(counted).equals("committed") ? 1 : 0;
      counted++;
    }
    return new Writes(Map.of("transactions", committed));
  }

  private long next() {
    return Long.parseLong(column("SELECT txid_snapshot_xmax(txid_current_snapshot())").getFirst());
  }

  private String status(long transaction) {
    return column("SELECT txid_status(" + transaction + ")").getFirst();
  }

  @Override
  public void putBack(Map<String, Held> holdings) {
    var now = holds();
    if (!now.keySet().equals(holdings.keySet())) {
      throw new IllegalStateException(
          "tables have come or gone, which is not put back yet: " + now.keySet());
    }
    holdings.forEach(
        (name, held) -> {
          if (!held.same(now.getOrDefault(name, Held.lasting("")))) {
            refill(name.substring("table ".length()), held.value());
          }
        });
  }

  private void refill(String table, String rows) {
    try {
      run("SET session_replication_role = replica"); // rows come in no order of foreign keys
      run("DELETE FROM " + table);
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::%1$s, ?::jsonb)"
                  .formatted(table))) {
        insert.setString(1, rows);
        insert.executeUpdate();
      }
      run("SET session_replication_role = DEFAULT");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void run(String statement) throws SQLException {
    try (var s = connection.createStatement()) {
      s.execute(statement);
    }
  }

  private List<String> column(String query) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the ledger of PostgreSQL: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
