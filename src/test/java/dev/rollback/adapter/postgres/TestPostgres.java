package dev.rollback.adapter.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.lab.ServerContainer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** A real PostgreSQL server on a free port, and an administrator's way to it. */
public final class TestPostgres implements AutoCloseable {
  public static final String PASSWORD = "correct horse battery";
  private static final String LOOPBACK = "127.0.0.1";

  /** The server's own time-outs first, but all of them soon. */
  static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2));

  /** Nobody else is let in: the role outsider has no line. */
  private static final String HBA =
      """
      host all postgres,oncall,neighbour,limited,readonly,nobody 127.0.0.1/32 trust
      host all postgres ::1/128 trust
      host all scram 127.0.0.1/32 scram-sha-256
      host all md5 127.0.0.1/32 md5
      host all clear 127.0.0.1/32 password
      """;

  private final Closeable server;
  private final String host;
  private final int port;

  private TestPostgres(Closeable server, String host, int port) {
    this.server = server;
    this.host = host;
    this.port = port;
  }

  /** The PostgreSQL that is installed on this machine, of which the client programs are. */
  public static TestPostgres installed() {
    var installed = InstalledPostgres.start(HBA);
    return new TestPostgres(installed, LOOPBACK, installed.port()).awaited();
  }

  /**
   * One in a container: the image that ROLLBACK_LAB_POSTGRES_IMAGE names, else postgres:17. Whoever
   * comes in gives a password. The test is skipped where there is no Docker.
   */
  public static TestPostgres inContainer() {
    var container =
        ServerContainer.start(
            "ROLLBACK_LAB_POSTGRES_IMAGE",
            "postgres:17",
            5432,
            Map.of(
                "POSTGRES_USER", "postgres",
                "POSTGRES_PASSWORD", PASSWORD,
                "POSTGRES_DB", "postgres"),
            List.of("postgres", "-c", "fsync=off", "-c", "autovacuum=off"));
    return new TestPostgres(container::close, container.host(), container.port()).awaited();
  }

  private TestPostgres awaited() {
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> ask("SELECT 1").equals(List.of("1")));
      return this;
    } catch (ConditionTimeoutException e) {
      close();
      throw e;
    }
  }

  /** A server of its own, with these settings. */
  public static TestPostgres start(Map<String, String> settings) {
    return start(settings, _ -> {});
  }

  /** A server that follows another one, which never says anything. */
  public static TestPostgres standby() {
    return start(Map.of(), directory -> write(new File(directory, "standby.signal"), ""));
  }

  /** A server that speaks TLS, with a certificate of its own for the name localhost. */
  static TestPostgres withTls(TestCertificate certificate) {
    return start(
        Map.of("ssl", "on"),
        directory -> {
          write(new File(directory, "server.crt"), certificate.certificate());
          var key = new File(directory, "server.key");
          write(key, certificate.key());
          if (!key.setReadable(false, false) || !key.setReadable(true, true)) {
            throw new IllegalStateException("the key must be its owner's alone");
          }
        });
  }

  private static TestPostgres start(
      Map<String, String> settings, java.util.function.Consumer<File> prepare) {
    try {
      var builder =
          EmbeddedPostgres.builder()
              .setServerConfig("unix_socket_directories", "''")
              .setDataDirectoryCustomizer(
                  directory -> {
                    write(new File(directory, "pg_hba.conf"), HBA);
                    prepare.accept(directory);
                  });
      settings.forEach(builder::setServerConfig);
      var server = builder.start();
      return new TestPostgres(server, LOOPBACK, server.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(File file, String text) {
    try {
      Files.writeString(file.toPath(), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A role that can sign in, with the password. */
  public void role(String name, String... rest) {
    sql("CREATE ROLE %s LOGIN PASSWORD '%s' %s".formatted(name, PASSWORD, String.join(" ", rest)));
  }

  /** Does this as the administrator, one after the other. */
  public void sql(String... statements) {
    try (var connection = admin();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of a query of the administrator's. */
  public List<String> ask(String sql) {
    try (var connection = admin();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public java.sql.Connection admin() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", PASSWORD);
  }

  public int port() {
    return port;
  }

  public String url() {
    return url(host, port());
  }

  public static String url(String host, int port) {
    return "jdbc:postgresql://%s:%d/postgres".formatted(host, port);
  }

  public PostgresSettings as(String user) {
    return settings(url(), user);
  }

  public static PostgresSettings settings(String url, String user) {
    return new PostgresSettings(url, user, Optional.of(new SecretRef.Env("PASSWORD")));
  }

  public static Connection<PostgresReader, PostgresWriter> connect(
      PostgresSettings settings, String password) {
    return connect(settings, Pin.none(), password);
  }

  public static Connection<PostgresReader, PostgresWriter> connect(
      PostgresSettings settings, Pin pin, String password) {
    return new PostgresAdapter(QUICK, new Machine(System.getenv(), Path.of("")))
        .connect(settings, pin, _ -> Sensitive.of(password));
  }

  /** As this role, with the secrets of a target; its own password is PASSWORD. */
  public Connection<PostgresReader, PostgresWriter> connect(String user, Secrets secrets) {
    return new PostgresAdapter(QUICK, new Machine(System.getenv(), Path.of("")))
        .connect(as(user), Pin.none(), secrets);
  }

  /** As this role, on a machine with this clock. */
  public Connection<PostgresReader, PostgresWriter> connect(String user, Clock clock) {
    return new PostgresAdapter(QUICK, new Machine(System.getenv(), Path.of(""), clock))
        .connect(as(user), Pin.none(), _ -> Sensitive.of(PASSWORD));
  }

  /** As this role, on a machine with this environment. */
  public Connection<PostgresReader, PostgresWriter> connect(
      String user, Map<String, String> environment) {
    return new PostgresAdapter(QUICK, new Machine(environment, Path.of("")))
        .connect(as(user), Pin.none(), _ -> Sensitive.of(PASSWORD));
  }

  public Connection<PostgresReader, PostgresWriter> connect(String user) {
    return connect(as(user), PASSWORD);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
