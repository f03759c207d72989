package dev.rollback.adapter.postgres.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.postgres.InstalledPostgres;
import dev.rollback.adapter.postgres.PostgresContract;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.shape.PlanTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract for {@code postgres.backup}, with an installed PostgreSQL and its programs. */
@Tag("lab")
class BackupContractTest extends PostgresContract<Backup, Backup.State> {
  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void programs() {
    Assumptions.assumeTrue(
        InstalledPostgres.binaries().isPresent(), "no PostgreSQL is installed here");
  }

  @Override
  protected TestPostgres start() {
    return TestPostgres.installed();
  }

  @Override
  protected Class<Backup.State> stateType() {
    return Backup.State.class;
  }

  @Override
  protected void prepare() {
    freshSchema();
    server()
        .sql(
            "CREATE TABLE grid.users AS SELECT n AS id FROM generate_series(1, 100) n",
            "ALTER TABLE grid.users OWNER TO oncall");
  }

  @Override
  protected Backup action() {
    return new Backup(
        folder.toString(),
        "grid",
        List.of(),
        InstalledPostgres.binaries().map(Path::toString),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5),
        new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
  }

  /** What is kept aside stays for good. */
  @Override
  protected Object snapshot() {
    var all = new TreeMap<String, Long>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> !f.toString().contains(".kept")).toList()) {
        all.put(file.toString(), Files.size(file));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void disturb() {
    try {
      Files.writeString(folder.resolve("grid-20261122T080000.000Z.dump"), "theirs", UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected long writes() {
    try (var files = Files.list(folder)) {
      return super.writes() + files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Set<String> noPermissions() {
    return Set.of(
        "pg_dump that is not older than the server",
        "pg_restore that is not older than the server",
        "a folder that can be written to: " + folder,
        "disk room for the backup in " + folder);
  }

  @Override
  protected Denial deny(String requirement) {
    return denial(
        requirement,
        "REVOKE SELECT ON grid.users FROM oncall",
        "GRANT SELECT ON grid.users TO oncall");
  }
}
