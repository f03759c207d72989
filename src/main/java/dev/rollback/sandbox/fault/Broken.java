package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Migrations;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;

/** What faults of migrations have in common. */
final class Broken {
  private static final String SCRIPT = "5__hash_columns.sql";

  private Broken() {}

  /** Puts the scripts of version 5 beside the others. */
  static Migrations migrations(Site site, String variant, List<String> more) {
    var migrations = Migrations.in(site.directory());
    try {
      migrations.write(variant + "/V" + SCRIPT);
      migrations.write(variant + "/U" + SCRIPT);
      for (var suffix : more) {
        migrations.write(variant + "/V" + SCRIPT + suffix);
      }
    } catch (IOException e) {
      throw new SandboxException("the scripts of version 5 cannot be written", e);
    }
    return migrations;
  }

  /** Migrates, which must fail. */
  static void failing(Site site, Migrations migrations) {
    try {
      migrations.migrate(site.postgres());
    } catch (FlywayException e) {
      return; // as it should; what it has left is the fault
    }
    throw new SandboxException("version 5 was applied, and should have failed");
  }

  /** The image and the scripts that are right here; pg_dump does not come with the server. */
  static Map<String, String> parameters(Site site) {
    return Map.of(
        "image",
        site.image(Release.GOOD),
        "scripts",
        Migrations.in(site.directory()).folder().toString(),
        "backup",
        "false");
  }
}
