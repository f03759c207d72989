package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An administrator's connection to the service's database. */
final class Database {
  private Database() {}

  /** What is done there. */
  interface Work<T> {
    /** Does it. */
    T at(Connection connection) throws SQLException, IOException;
  }

  /**
   * Does something in one transaction.
   *
   * @throws SandboxException when the database or a file refuses it
   */
  static <T> T at(Site site, Work<T> work) {
    try (var connection = DriverManager.getConnection(site.postgres())) {
      connection.setAutoCommit(false);
      var result = work.at(connection);
      connection.commit();
      return result;
    } catch (SQLException | IOException e) {
      throw new SandboxException("at the database: " + e.getMessage(), e);
    }
  }

  /** Executes statements in one transaction. */
  static void execute(Site site, String... statements) {
    at(
        site,
        connection -> {
          try (var statement = connection.createStatement()) {
            for (var each : statements) {
              statement.execute(each);
            }
          }
          return statements.length;
        });
  }
}
