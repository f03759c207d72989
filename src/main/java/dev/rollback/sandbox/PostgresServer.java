package dev.rollback.sandbox;

import dev.rollback.sandbox.site.Migrations;
import dev.rollback.sandbox.site.Site;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL with the schema of the sample service. */
final class PostgresServer implements AutoCloseable {
  private static final String DATABASE = "grid";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_END = 2_000;

  /** The administrator is whoever is on this machine; everybody else has a password. */
  private static final String HBA =
      """
      host all postgres 127.0.0.1/32 trust
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final EmbeddedPostgres server;
  private final Migrations migrations;

  private PostgresServer(EmbeddedPostgres server, Migrations migrations) {
    this.server = server;
    this.migrations = migrations;
  }

  /** As {@link #start(WorkDirectory, Duration)}, with time enough for a machine that is busy. */
  static PostgresServer start(WorkDirectory directory) throws IOException {
    return start(directory, PATIENCE);
  }

  /** As {@link #start(WorkDirectory, Duration, Ports)}, at any port that is free. */
  static PostgresServer start(WorkDirectory directory, Duration patience) throws IOException {
    return start(directory, patience, WorkDirectory::freePort);
  }

  /**
   * Starts a server with an empty database; without durability, for it lives as long as we do. A
   * port may be taken between the choice of it and the start: then another one is tried.
   *
   * @param patience how long it may take until it can be connected to, once it was unpacked
   * @throws IOException when it does not start; then no process of it is left
   */
  static PostgresServer start(WorkDirectory directory, Duration patience, Ports ports)
      throws IOException {
    Path log = directory.resolve("postgres.log");
    for (int attempt = 1; ; attempt++) {
      Path data = directory.resolve("postgres-" + attempt);
      try {
        EmbeddedPostgres server =
            embedded(directory, data, log, ports.next()).setPGStartupWait(patience).start();
        if (answers(server, data)) {
          return new PostgresServer(server, Migrations.in(directory.path()));
        }
        server.close();
        throw new IOException(Ports.TAKEN);
      } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
        new Leftovers(data).end();
        String wrote = end(log);
        if (attempt == Ports.ATTEMPTS || !(wrote + e.getMessage()).contains(Ports.TAKEN)) {
          throw new IOException(
              "PostgreSQL did not start (%s). It wrote: %s".formatted(e.getMessage(), wrote), e);
        }
        Files.deleteIfExists(log);
      }
    }
  }

  /** Whether it is this server that answers at its port: another sandbox's lets us in as well. */
  private static boolean answers(EmbeddedPostgres server, Path data) throws IOException {
    try (Connection connection = DriverManager.getConnection(url(server.getPort(), "postgres"));
        Statement statement = connection.createStatement();
        ResultSet directory = statement.executeQuery("SHOW data_directory")) {
      return directory.next() && Files.isSameFile(Path.of(directory.getString(1)), data);
    } catch (SQLException | NoSuchFileException e) {
      throw new IOException("what answers at its port: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres.Builder embedded(
      WorkDirectory directory, Path data, Path log, int port) throws IOException {
    Redirect output = Redirect.appendTo(log.toFile());
    Path hba = Files.writeString(directory.resolve("pg_hba.conf"), HBA);
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        // The sandbox has its own, which also waits for a start that is under way.
        .setRegisterShutdownHook(false)
        .setServerConfig("unix_socket_directories", "''")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("password_encryption", "scram-sha-256")
        .setServerConfig("hba_file", hba.toString())
        // Whoever took the port meanwhile, and does not answer, must not hold up the start.
        .setConnectConfig("connectTimeout", "5")
        .setConnectConfig("socketTimeout", "5")
        .setOutputRedirector(output)
        .setErrorRedirector(output);
  }

  private static String end(Path log) throws IOException {
    String all = Files.exists(log) ? Files.readString(log).strip() : "nothing";
    return all.substring(Math.max(0, all.length() - LONGEST_END));
  }

  /**
   * Creates the database and the role of its service, and brings its schema to the newest version.
   *
   * @param password of the role
   */
  void migrate(String password) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
      statement.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(Site.DATABASE_ROLE, password));
      statement.execute("REVOKE CONNECT ON DATABASE " + DATABASE + " FROM PUBLIC");
      statement.execute("GRANT CONNECT ON DATABASE " + DATABASE + " TO " + Site.DATABASE_ROLE);
    }
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES"
              + " TO "
              + Site.DATABASE_ROLE);
    }
    migrations.writeReleased();
    migrations.migrate(url());
  }

  /** The JDBC URL of the service's database. */
  String url() {
    return url(DATABASE);
  }

  /** The same without a user. */
  String bareUrl() {
    return url().replaceFirst("\\?.*", "");
  }

  private String url(String database) {
    return url(server.getPort(), database);
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, database);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
