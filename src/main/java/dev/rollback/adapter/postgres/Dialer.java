package dev.rollback.adapter.postgres;

import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.core.BaseConnection;

/** Opens sessions: with time-outs on both sides, and only on the server that is meant. */
final class Dialer {
  /** An answer that is larger is cut off before it fills the memory. */
  private static final String LARGEST_ANSWER = "32M";

  private static final String IDENTITY =
      "SELECT system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system()";

  private static final String TIME =
      "SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8";

  private static final String DATABASE = "SELECT pg_catalog.current_database()";

  /** A pooler may lead to another database than the address says. */
  static final List<Fact> FACTS =
      List.of(
          new Fact(
              "system",
              "[0-9]{1,20}",
              true,
              "The system identifier: a primary and its standbys have the same."
                  + " SELECT system_identifier FROM pg_control_system()."),
          new Fact("database", ".+", true, "The name of the database."));

  private static final String SERVER =
      """
      SELECT pg_catalog.split_part(pg_catalog.version(), ' ', 1),
        pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1),
        pg_catalog.pg_is_in_recovery(), pg_catalog.current_database(), current_user,
        pg_catalog.pg_backend_pid()
      """;

  private final Endpoint endpoint;
  private final PostgresSettings settings;
  private final Pin pin;
  private final Secrets secrets;
  private final Patience patience;
  private final PostgresErrors errors;
  private final Machine machine;

  Dialer(
      Endpoint endpoint,
      PostgresSettings settings,
      Pin pin,
      Secrets secrets,
      Patience patience,
      Machine machine) {
    this.machine = machine;
    this.endpoint = endpoint;
    this.settings = settings;
    this.pin = pin;
    this.secrets = secrets;
    this.patience = patience;
    DriverLog.redirect();
    this.errors =
        new PostgresErrors(
            endpoint.url(), "role " + settings.user(), settings.password().isPresent());
  }

  PostgresErrors errors() {
    return errors;
  }

  Secrets secrets() {
    return secrets;
  }

  /** Whether a role is let in with a password; empty where it is, else why it is not. */
  Optional<String> signIn(String role, Sensitive password) {
    var properties = properties(PostgresLink.APPLICATION);
    properties.setProperty("user", role);
    properties.setProperty("password", password.reveal());
    try (var session = DriverManager.getConnection(endpoint.url(), properties)) {
      return session.isClosed() ? Optional.of("the session was closed") : Optional.empty();
    } catch (SQLException e) {
      var other = new PostgresErrors(endpoint.url(), "role " + role, true);
      other.learn(password);
      var failure = other.connecting(e);
      if (PostgresErrors.state(e).startsWith("28")) {
        return Optional.of(failure.problem());
      }
      throw failure;
    }
  }

  ClientPrograms programs() {
    return new ClientPrograms(machine, endpoint, settings.user(), this::password);
  }

  /**
   * A new session.
   *
   * @param application what it is called where the server lists its sessions; ASCII, at most 63
   */
  Session dial(String application) {
    var session = new Session(connect(application), errors, patience);
    try {
      if (!server(session).pooled()) { // else it would be another client's session next
        setUp(session);
      }
      pin.confirm(endpoint.url(), name -> fact(session, name));
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Sets what the server has of these: a time-out for idle sessions, which a session that waits for
   * its run is; and probes that tell the server early that this machine is gone.
   */
  private void setUp(Session session) {
    var statement = patience.statement().toMillis();
    var sql =
        """
        SELECT pg_catalog.count(pg_catalog.set_config(s.name, v.value, false))
        FROM pg_catalog.pg_settings s JOIN (VALUES
            ('statement_timeout', '%1$d'),
            ('lock_timeout', '%2$d'),
            ('idle_in_transaction_session_timeout', '%1$d'),
            ('idle_session_timeout', '0'),
            ('tcp_keepalives_idle', '15'),
            ('tcp_keepalives_interval', '5'),
            ('tcp_keepalives_count', '3'),
            ('standard_conforming_strings', 'on')) v (name, value) ON s.name = v.name
        """
            .formatted(statement, Math.max(1, statement / 2));
    session.first("setting time-outs", sql, row -> row.getInt(1));
  }

  private Connection connect(String application) {
    var properties = properties(application);
    try {
      return DriverManager.getConnection(endpoint.url(), properties);
    } catch (SQLException e) {
      throw errors.connecting(e);
    }
  }

  private Properties properties(String application) {
    var all = new Properties();
    endpoint.options().forEach(all::setProperty);
    all.setProperty("user", settings.user());
    // Empty, not missing: the driver would look into ~/.pgpass.
    all.setProperty("password", password().reveal());
    if (endpoint.maybeOpen()) {
      all.setProperty("requireAuth", "!password"); // in clear text only where TLS is certain
    }
    all.setProperty("ApplicationName", application);
    all.setProperty("connectTimeout", seconds(patience.connect()));
    all.setProperty("loginTimeout", seconds(patience.login()));
    all.setProperty("socketTimeout", seconds(patience.answer(patience.statement())));
    all.setProperty("tcpKeepAlive", "true");
    all.setProperty("logServerErrorDetail", "false"); // details quote rows
    all.setProperty("maxResultBuffer", LARGEST_ANSWER);
    all.setProperty("prepareThreshold", "0"); // nothing stays behind in a session of a pooler
    all.setProperty("binaryTransfer", "false"); // values come as PostgreSQL writes them
    return all;
  }

  private Sensitive password() {
    var password = settings.password().map(secrets::read).orElse(Sensitive.of(""));
    errors.learn(password);
    return password;
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.toSeconds()));
  }

  /** What the server's clock shows, to the millisecond. */
  Optional<Instant> time(Session session) {
    return session
        .first("asking for its time", TIME, row -> row.getLong(1))
        .map(Instant::ofEpochMilli);
  }

  /** One of {@link #FACTS}, asked anew. */
  Optional<String> fact(Session session, String name) {
    return switch (name) {
      case "system" -> Optional.of(identity(session));
      case "database" ->
          session.first("asking for the database", DATABASE, row -> row.getString(1));
      default -> Optional.empty();
    };
  }

  /** The system identifier of the cluster. */
  String identity(Session session) {
    return session
        .first("asking for the system identifier", IDENTITY, row -> row.getString(1))
        .orElseThrow(() -> new IllegalStateException("pg_control_system has one row"));
  }

  /** What the server says about itself now. */
  Server server(Session session) {
    return session
        .run(
            "asking for its version",
            false,
            jdbc -> {
              var greeted = jdbc.unwrap(BaseConnection.class).getQueryExecutor().getBackendPID();
              return Session.first(
                  jdbc,
                  SERVER,
                  row ->
                      new Server(
                          row.getString(1),
                          row.getString(2),
                          row.getBoolean(3),
                          row.getString(4),
                          row.getString(5),
                          row.getInt(6) != greeted));
            })
        .orElseThrow(() -> new IllegalStateException("this statement has one row"));
  }
}
