package dev.rollback.sandbox.service;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries of the service, on a few connections that are kept. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 4;
  private static final int WAIT_SECONDS = 2;

  /** The two stored forms of one secret. */
  record Credential(String salt, String keyed, String legacy) {}

  private interface Reading<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private final String url;
  private final String user;
  private final String password;
  private final int patienceSeconds;
  private final Semaphore permits = new Semaphore(CONNECTIONS);
  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(CONNECTIONS);

  /** Connects when it is asked; a query may take two seconds. */
  Database(String url, String user, String password) {
    this(url, user, password, Duration.ofSeconds(WAIT_SECONDS));
  }

  /** The same, with the time that a query may take: whole seconds. */
  Database(String url, String user, String password, Duration patience) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.patienceSeconds = (int) patience.toSeconds();
  }

  /** How many connections there are at most. */
  int max() {
    return CONNECTIONS;
  }

  /** How many of them are in use. */
  int active() {
    return CONNECTIONS - permits.availablePermits();
  }

  /** How many requests wait for one. */
  int pending() {
    return permits.getQueueLength();
  }

  void ping() throws SQLException {
    query("SELECT 1", ResultSet::next);
  }

  /**
   * The stored forms of a password.
   *
   * @param column where its keyed form is, in this release
   */
  Optional<Credential> password(String email, String column) throws SQLException {
    return query(
        "SELECT password_salt, \"%s\", password_legacy FROM users WHERE email = ?"
            .formatted(column.replace("\"", "\"\"")),
        Database::credential,
        email);
  }

  Optional<Credential> apiKey(String keyId) throws SQLException {
    return query(
        "SELECT key_id, key_keyed, key_legacy FROM api_keys WHERE key_id = ? AND is_active",
        Database::credential,
        keyId);
  }

  /** The names of the grid's nodes. */
  List<String> nodes() throws SQLException {
    return query("SELECT name FROM nodes ORDER BY name", Database::names);
  }

  /** The same, the busiest first; reads all events that there are, each from end to end. */
  List<String> nodesByActivity() throws SQLException {
    return query(
        """
        SELECT n.name FROM nodes n LEFT JOIN (
          SELECT node, sum(length(regexp_replace(payload, '([0-9a-f])\\1', '', 'g'))) AS activity
          FROM node_events GROUP BY node) e ON e.node = n.name
        ORDER BY e.activity DESC NULLS LAST, n.name
        """,
        Database::names);
  }

  private static List<String> names(ResultSet rows) throws SQLException {
    List<String> names = new ArrayList<>();
    while (rows.next()) {
      names.add(rows.getString(1));
    }
    return names;
  }

  @Override
  public void close() {
    Connection connection = idle.poll();
    while (connection != null) {
      closeQuietly(connection);
      connection = idle.poll();
    }
  }

  private static Optional<Credential> credential(ResultSet rows) throws SQLException {
    return rows.next()
        ? Optional.of(new Credential(rows.getString(1), rows.getString(2), rows.getString(3)))
        : Optional.empty();
  }

  private <T> T query(String sql, Reading<T> reading, String... parameters) throws SQLException {
    acquire();
    @Nullable Connection connection = null;
    try {
      connection = idle.poll();
      // One that the server has ended meanwhile fails nobody: what fails is a new one, which says
      // why.
      while (connection != null && !connection.isValid(WAIT_SECONDS)) {
        closeQuietly(connection);
        connection = idle.poll();
      }
      if (connection == null) {
        connection = connect();
      }
      T result = run(connection, sql, reading, parameters);
      if (idle.offer(connection)) {
        connection = null;
      }
      return result;
    } finally {
      permits.release();
      // Still ours: the query failed, and so may the connection have.
      if (connection != null) {
        closeQuietly(connection);
      }
    }
  }

  private <T> T run(Connection connection, String sql, Reading<T> reading, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(patienceSeconds);
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return reading.read(rows);
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", Integer.toString(WAIT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(patienceSeconds * 2));
    properties.setProperty("ApplicationName", "grid-api");
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(url, properties);
  }

  private void acquire() throws SQLException {
    try {
      if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLException("no connection free after " + WAIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("close: {}", e.getMessage());
    }
  }
}
