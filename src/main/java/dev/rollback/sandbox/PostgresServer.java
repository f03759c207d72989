package dev.rollback.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with the schema of the sample service. */
final class PostgresServer implements AutoCloseable {
  private static final String DATABASE = "grid";
  private static final String MIGRATIONS = "classpath:sandbox/db/migration";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server with an empty database; without durability, for it lives as long as we do. */
  static PostgresServer start(WorkDirectory directory) throws IOException, SQLException {
    Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setPort(WorkDirectory.freePort())
            .setDataDirectory(directory.resolve("postgres"))
            // The sandbox has its own, which also waits for a start that is under way.
            .setRegisterShutdownHook(false)
            .setServerConfig("unix_socket_directories", "''")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("full_page_writes", "off")
            .setOutputRedirector(log)
            .setErrorRedirector(log)
            .start();
    return new PostgresServer(server);
  }

  /** Creates the database and brings its schema to the newest version. */
  void migrate() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
    Flyway.configure().dataSource(url(), null, null).locations(MIGRATIONS).load().migrate();
  }

  /** The JDBC URL of the service's database. */
  String url() {
    return url(DATABASE);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(server.getPort(), database);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
