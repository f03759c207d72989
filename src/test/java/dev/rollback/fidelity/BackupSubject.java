package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * {@code postgres.backup}. The embedded server comes without client programs, so that scripts stand
 * in for them here; the real ones are held to the contract.
 */
final class BackupSubject extends PostgresSubject {
  private final Path folder;

  BackupSubject() {
    super("postgres.backup");
    try {
      folder = Files.createTempDirectory("backup");
      Files.createDirectory(folder.resolve("dumps"));
      for (var name : List.of("pg_dump", "pg_restore")) {
        Files.writeString(folder.resolve(name), STAND_IN, UTF_8);
        Files.setPosixFilePermissions(
            folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String STAND_IN =
      """
      #!/bin/sh
      for a; do
        case $a in
          --version) echo 'x (PostgreSQL) 99.0' ;;
          --file=*) echo "a dump of $PGDATABASE" > "${a#--file=}" ;;
        esac
      done
      """;

  @Override
  public Case next(Random random) {
    freshSchema();
    server.sql("CREATE TABLE grid.t AS SELECT generate_series(1, %d)".formatted(random.nextInt(9)));
    return new Case(
        """
        steps:
          - {id: dump, action: postgres.backup, with: {directory: "%s", name: n%d, binaries: "%s"}}
        after:
          - check: postgres.backup-age
            with: {directory: "%s", binaries: "%s"}
            expect: verified && hours < 0.1
        """
            .formatted(
                folder.resolve("dumps"),
                random.nextInt(1_000_000),
                folder,
                folder.resolve("dumps"),
                folder),
        List.of(
            Drift.harmless("a row more", () -> server.sql("INSERT INTO grid.t VALUES (99)")),
            Drift.harmless(
                "another backup",
                () -> {
                  try {
                    Files.writeString(folder.resolve("dumps/other.dump"), "other", UTF_8);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })));
  }

  @Override
  public Object snapshot() {
    try (Stream<Path> files = Files.list(folder.resolve("dumps"))) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    super.close();
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
