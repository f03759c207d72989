package dev.rollback.adapter.postgres.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.adapter.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A folder of migrations, and the real Flyway that applies them. */
final class FlywayScripts {
  static final Map<String, String> RELEASE =
      Map.of(
          "V1__users.sql",
          """
          CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);
          INSERT INTO users VALUES (1, 'zoe'), (2, 'O''Hara');
          """,
          "V2__keys.sql",
          "\uFEFF-- it's a comment; with a quote\r\nCREATE TABLE api_keys (id int PRIMARY KEY,"
              + " \"Key; of\" text);\r\nINSERT INTO api_keys SELECT n, 'k' || n FROM"
              + " generate_series(1, 3) n;\r\n",
          "V3__email.sql",
          """
          ALTER TABLE users ADD COLUMN email text, ADD COLUMN age int;
          UPDATE users SET email = 'zoe@example.org' WHERE id = 1;
          CREATE FUNCTION hello() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RETURN 'a;b'; END $f$;
          """,
          "U1__users.sql",
          "DROP TABLE users;",
          "U2__keys.sql",
          "/* gone; for good */ DROP TABLE IF EXISTS grid.api_keys, ${nothing};",
          "U3__email.sql",
          "DROP FUNCTION hello();\nALTER TABLE users DROP COLUMN email, DROP age;\n-- the end");

  /** What undoes any part of {@link #failHalfway}. */
  static final String BACK =
      """
      DROP TABLE IF EXISTS notes;
      ALTER TABLE users DROP COLUMN IF EXISTS m;
      DO $$ BEGIN
        IF EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'grid'
            AND table_name = 'users' AND column_name = 'mail') THEN
          ALTER TABLE users RENAME COLUMN mail TO email;
        END IF;
      END $$;
      """;

  private final TestPostgres server;
  private final Path folder;
  private boolean rowsOfFailedAreLost = true; // Flyway's default

  FlywayScripts(TestPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
    RELEASE.forEach(this::put);
  }

  void put(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Migrates as one does who has migrations that run in no transaction. */
  void keepRowsOfFailed() {
    rowsOfFailedAreLost = false;
  }

  /** Runs V4 without a transaction: two statements take effect, the third one fails. */
  void failHalfway() {
    put(
        "V4__half.sql",
        """
        CREATE TABLE notes (id int PRIMARY KEY);
        ALTER TABLE users RENAME COLUMN email TO mail;
        ALTER TABLE users ADD COLUMN m text NOT NULL;
        """);
    put("V4__half.sql.conf", "executeInTransaction=false\n");
    assertThatThrownBy(() -> flyway().migrate()).hasMessageContaining("V4__half.sql");
  }

  Flyway flyway(String... outOfOrder) {
    return Flyway.configure()
        .dataSource(server.url(), "oncall", TestPostgres.PASSWORD)
        .locations("filesystem:" + folder)
        .defaultSchema("grid")
        .createSchemas(false)
        .outOfOrder(outOfOrder.length > 0)
        .configuration(
            Map.of("flyway.postgresql.transactional.lock", Boolean.toString(rowsOfFailedAreLost)))
        .load();
  }

  String folder() {
    return folder.toString();
  }
}
