package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * {@code alembic.downgrade}. Where there is no Alembic on the machine, a program stands in for it
 * that prints what Alembic prints for these migrations.
 */
final class AlembicSubject extends PostgresSubject {
  private final Path folder;
  private final String program;

  AlembicSubject() {
    super("alembic.downgrade");
    try {
      folder = Files.createTempDirectory("alembic-downgrade");
      put("alembic.ini", "[alembic]\nscript_location = scripts\n");
      put(
          "scripts/env.py",
          """
          from alembic import context
          context.configure(url="postgresql://", literal_binds=True)
          with context.begin_transaction():
              context.run_migrations()
          """);
      program = Optional.ofNullable(System.getenv("ROLLBACK_LAB_ALEMBIC")).orElseGet(this::standIn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the SQL of one revision after the other, from files that {@link #revision} makes. */
  private String standIn() {
    var file =
        put(
            "alembic-stand-in",
            """
            #!/bin/sh
            from=${4%%:*}
            to=${4##*:}
            echo 'BEGIN;'
            n=${from#r}
            while [ "$n" -gt "${to#r}" ]; do
              cat "down-r$n.sql"
              n=$((n - 1))
              echo "UPDATE alembic_version SET version_num='r$n';"
            done
            echo 'COMMIT;'
            """);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  @Override
  public Case next(Random random) {
    freshSchema();
    var last = 2 + random.nextInt(3);
    server.sql(
        "CREATE TABLE grid.alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO grid.alembic_version VALUES ('r" + last + "')",
        "ALTER TABLE grid.alembic_version OWNER TO oncall");
    for (var n = 1; n <= last; n++) {
      server.sql(
          "CREATE TABLE grid.t%d (a int PRIMARY KEY)".formatted(n),
          "INSERT INTO grid.t%d SELECT generate_series(1, %d)".formatted(n, 1 + random.nextInt(4)),
          "ALTER TABLE grid.t%d OWNER TO oncall".formatted(n));
      revision(n, "DROP TABLE t" + n);
    }
    var to = 1 + random.nextInt(last - 1);
    return new Case(
        """
        steps:
          - id: down
            action: alembic.downgrade
            with: {from: r%d, to: r%d, directory: "%s", program: "%s", schema: grid}
        after:
          - check: alembic.current
            with: {schema: grid}
            expect: revision == "r%d"
        """
            .formatted(last, to, folder, program, to),
        List.of(
            Drift.harmful(
                "another downgrade",
                () ->
                    server.sql(
                        "UPDATE grid.alembic_version SET version_num = 'r%d'".formatted(last + 1))),
            Drift.harmful("an edited migration", () -> revision(last, "DROP TABLE t1, t" + last)),
            Drift.harmful(
                "a column that was added by hand",
                () -> server.sql("ALTER TABLE grid.t" + last + " ADD COLUMN by_hand int")),
            Drift.harmless(
                "a row more", () -> server.sql("INSERT INTO grid.t" + last + " VALUES (99)"))));
  }

  private void revision(int n, String down) {
    put("down-r" + n + ".sql", down + ";\n");
    put(
        "scripts/versions/r%d_.py".formatted(n),
        """
        revision = 'r%d'
        down_revision = %s
        from alembic import op
        def upgrade():
            pass
        def downgrade():
            op.execute('%s')
        """
            .formatted(n, n == 1 ? "None" : "'r" + (n - 1) + "'", down));
  }

  private Path put(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      return Files.writeString(file, text, UTF_8);
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
