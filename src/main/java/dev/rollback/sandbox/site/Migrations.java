package dev.rollback.sandbox.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * The folder of the service's migrations, as it lies in its repository: the scripts that migrate
 * and those that undo them.
 *
 * @param folder where it is
 */
public record Migrations(Path folder) {
  private static final List<String> RELEASED =
      List.of("1__users", "2__api_keys", "3__nodes", "4__keyed_hashes");

  /** Those of a site whose files are in this directory. */
  public static Migrations in(Path directory) {
    return new Migrations(directory.resolve("migrations"));
  }

  /**
   * Writes the scripts of the release that runs while all is well.
   *
   * @throws IOException when they cannot be written
   */
  public void writeReleased() throws IOException {
    Files.createDirectories(folder);
    for (var name : RELEASED) {
      write("migration/V" + name + ".sql");
      write("migration/U" + name + ".sql");
    }
  }

  /**
   * Adds a script that comes with the sandbox.
   *
   * @param resource such as {@code bad/V5__hash_columns.sql}
   * @throws IOException when it cannot be written
   */
  public void write(String resource) throws IOException {
    try (var in = Migrations.class.getResourceAsStream("/sandbox/db/" + resource)) {
      if (in == null) {
        throw new IOException("there is no script " + resource);
      }
      Files.copy(in, folder.resolve(Path.of(resource).getFileName()));
    }
  }

  /**
   * Migrates a database with all scripts, as a pipeline does. Flyway's lock is held by its session
   * and not by a transaction, as its documentation wants it for indexes that are made concurrently.
   *
   * @throws org.flywaydb.core.api.FlywayException when a script fails
   */
  public void migrate(String jdbcUrl) {
    var configuration =
        Flyway.configure().dataSource(jdbcUrl, null, null).locations("filesystem:" + folder);
    // Set by its key, it would want a Jackson 3 that is not there.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    configuration.load().migrate();
  }
}
