package dev.rollback.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one transaction. Arguments are texts, and become what stands at their place.
 */
public final class Sql {
  private final Connection jdbc;

  Sql(Connection jdbc) {
    this.jdbc = jdbc;
  }

  /** What is made of one row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Takes what it needs from the current row. */
    T of(ResultSet row) throws SQLException;
  }

  /** All rows of a statement. */
  public <T> List<T> all(String sql, Row<T> row, String... arguments) throws SQLException {
    try (var statement = prepare(sql, arguments);
        var rows = statement.executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(row.of(rows));
      }
      return List.copyOf(all);
    }
  }

  /** The first row of a statement. */
  public <T> Optional<T> first(String sql, Row<T> row, String... arguments) throws SQLException {
    try (var statement = prepare(sql, arguments);
        var rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
    }
  }

  /** The row of a statement that always has one. */
  public <T> T one(String sql, Row<T> row, String... arguments) throws SQLException {
    return first(sql, row, arguments)
        .orElseThrow(() -> new IllegalStateException("a row was certain: " + sql));
  }

  /** Rows one after the other, without keeping them. */
  public void each(String sql, int atOnce, Each each, String... arguments) throws SQLException {
    try (var statement = prepare(sql, arguments)) {
      statement.setFetchSize(atOnce);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          each.take(rows);
        }
      }
    }
  }

  /** Takes rows. */
  @FunctionalInterface
  public interface Each {
    /** Takes what it needs from the current row. */
    void take(ResultSet row) throws SQLException;
  }

  /** How many rows a statement has changed. */
  public int update(String sql, String... arguments) throws SQLException {
    try (var statement = prepare(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** A statement as it stands: question marks and braces in it are its own. */
  public void run(String sql) throws SQLException {
    try (var statement = jdbc.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Where names without a schema are looked for until the transaction ends. */
  public void searchPath(String path) throws SQLException {
    one("SELECT pg_catalog.set_config('search_path', ?, true)", row -> row.getString(1), path);
  }

  /** Names are looked for where the role's and the database's own settings say. */
  public void usualSearchPath() throws SQLException {
    run("SET LOCAL search_path TO DEFAULT");
  }

  private PreparedStatement prepare(String sql, String... arguments) throws SQLException {
    var statement = jdbc.prepareStatement(sql);
    try {
      statement.setEscapeProcessing(false);
      for (var i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i], Types.OTHER);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** A name as it stands in a statement. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A thing of a schema as it stands in a statement. */
  public static String quoted(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }
}
