package dev.rollback.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.postgres.migration.AlembicProject;
import dev.rollback.sandbox.fault.Customers;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Migrations;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * What {@code bad-migration} is, made by the real Alembic, in a database that knows nothing of
 * Flyway: the sandbox has no Python, so no drill has it.
 */
public record AlembicMigration() implements Fault {
  private static final String BEFORE = "90c1d7be4f2a";
  private static final String AFTER = "e6a3072d5b81";

  @Override
  public String id() {
    return "bad-migration-of-alembic";
  }

  @Override
  public String title() {
    return "A migration of Alembic renamed columns that every release still reads";
  }

  @Override
  public String breaks() {
    return "Revision " + AFTER + " is complete, and logins fail with 500.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("migration-failure");
  }

  @Override
  public Set<String> causes() {
    return Set.of("bad-migration");
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of(
        "tool",
        "alembic",
        "revision",
        AFTER,
        "down-revision",
        BEFORE,
        "scripts",
        folder(site).toString(),
        "image",
        site.image(Release.GOOD),
        "backup",
        "false");
  }

  private static Path folder(Site site) {
    return site.directory().resolve("alembic");
  }

  @Override
  public void inject(Site site) {
    var project = new AlembicProject(folder(site), site.postgres().substring("jdbc:".length()));
    project.migration(BEFORE, "None", "pass", "pass");
    project.run("stamp", BEFORE);
    forgetFlyway(site);
    project.migration(
        AFTER, "'" + BEFORE + "'", script("V5__hash_columns"), script("U5__hash_columns"));
    project.run("upgrade", AFTER);
    site.deploy(new Release("1.9.0", Map.of()));
    Customers.awaitLogin(site, 500);
  }

  private static void forgetFlyway(Site site) {
    try (var connection = DriverManager.getConnection(site.postgres());
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE flyway_schema_history");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String script(String name) {
    var resource = "/sandbox/db/bad/" + name + ".sql";
    try (var in = Migrations.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + resource);
      }
      return "op.execute(\"\"\"" + new String(in.readAllBytes(), UTF_8) + "\"\"\")";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
