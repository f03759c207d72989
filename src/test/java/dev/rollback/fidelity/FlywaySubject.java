package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;

/** {@code flyway.undo} of what Flyway itself has applied. */
final class FlywaySubject extends PostgresSubject {
  private final Path folder;

  FlywaySubject() {
    super("flyway.undo");
    try {
      folder = Files.createTempDirectory("flyway-undo");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Case next(Random random) {
    empty();
    freshSchema();
    var last = 2 + random.nextInt(3);
    for (var version = 1; version <= last; version++) {
      migration(version, 1 + random.nextInt(4), random.nextBoolean());
    }
    flyway().migrate();
    var to = random.nextInt(last);
    return new Case(
        """
        steps:
          - id: undo
            action: flyway.undo
            with: {from: "%d", to: "%d", scripts: "%s", schema: grid}
        after:
          - check: flyway.info
            with: {scripts: "%s", schema: grid}
            expect: version == "%d"
        """
            .formatted(last, to, folder, folder, to),
        List.of(
            Drift.harmful(
                "another migration",
                () -> {
                  migration(last + 1, 1, false);
                  flyway().migrate();
                }),
            Drift.harmful(
                "an edited script", () -> put("U" + last + "__t.sql", "DROP SCHEMA grid CASCADE;")),
            Drift.harmful(
                "a column that was added by hand",
                () -> server.sql("ALTER TABLE grid.t" + last + " ADD COLUMN by_hand int")),
            Drift.harmless(
                "a row more", () -> server.sql("INSERT INTO grid.t" + last + " VALUES (99, 99)"))));
  }

  private void migration(int version, int rows, boolean columnOnly) {
    put(
        "V" + version + "__t.sql",
        "CREATE TABLE t%1$d (a int PRIMARY KEY, b int); INSERT INTO t%1$d SELECT n, n FROM"
                .formatted(version)
            + " generate_series(1, "
            + rows
            + ") n;");
    put(
        "U" + version + "__t.sql",
        columnOnly
            ? "ALTER TABLE t%1$d DROP COLUMN b; DROP TABLE t%1$d;".formatted(version)
            : "DROP TABLE t" + version + ";");
  }

  private void put(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(server.url(), "oncall", TestPostgres.PASSWORD)
        .locations("filesystem:" + folder)
        .defaultSchema("grid")
        .createSchemas(false)
        .load();
  }

  private void empty() {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    super.close();
    empty();
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
