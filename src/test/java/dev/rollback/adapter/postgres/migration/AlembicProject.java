package dev.rollback.adapter.postgres.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A project with migrations of Alembic, and the real program. */
public final class AlembicProject {
  /** Where its program is, on the lab. */
  public static final String VARIABLE = "ROLLBACK_LAB_ALEMBIC";

  private static final String ENV =
      """
      import os
      from logging.config import fileConfig
      from alembic import context
      from sqlalchemy import create_engine, pool
      fileConfig(context.config.config_file_name, disable_existing_loggers=False)
      if context.is_offline_mode():
          context.configure(url=os.environ.get("DIALECT", "postgresql://"), literal_binds=True)
          with context.begin_transaction():
              context.run_migrations()
      else:
          engine = create_engine(os.environ["DATABASE"], poolclass=pool.NullPool)
          with engine.connect() as connection:
              context.configure(connection=connection)
              with context.begin_transaction():
                  context.run_migrations()
      """;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * One without migrations.
   *
   * @param database as SQLAlchemy has it: {@code postgresql://user@host:port/name}
   */
  public AlembicProject(Path folder, String database) {
    this(folder, Map.of("DATABASE", database));
  }

  private AlembicProject(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    put("alembic.ini", "[alembic]\nscript_location = scripts\n" + LOGGING);
    put("scripts/env.py", ENV);
  }

  /** One in the schema grid, of three migrations: a1, b2 and c3. */
  static AlembicProject sample(TestPostgres server, Path folder) {
    var database =
        server
            .url()
            .replace("jdbc:postgresql://", "postgresql://oncall@")
            .concat("?options=-csearch_path%3Dgrid");
    var project =
        new AlembicProject(
            folder, Map.of("DATABASE", database, "PGPASSWORD", TestPostgres.PASSWORD));
    project.migration(
        "a1",
        "None",
        "op.execute(\"CREATE TABLE users (id int PRIMARY KEY, name text)\");"
            + " op.execute(\"INSERT INTO users VALUES (1, 'zoe'), (2, 'O''Hara')\")",
        "op.drop_table('users')");
    project.migration(
        "b2",
        "'a1'",
        "op.add_column('users', sa.Column('email', sa.Text));"
            + " op.execute(\"UPDATE users SET email = 'zoe@example.org' WHERE id = 1\")",
        "op.drop_column('users', 'email')");
    project.migration(
        "c3",
        "'b2'",
        "op.create_table('api_keys', sa.Column('id', sa.Integer, primary_key=True))",
        "op.drop_table('api_keys')");
    return project;
  }

  private static final String LOGGING =
      """
      [loggers]
      keys = root
      [handlers]
      keys = console
      [formatters]
      keys = plain
      [logger_root]
      level = INFO
      handlers = console
      [handler_console]
      class = StreamHandler
      args = (sys.stderr,)
      formatter = plain
      [formatter_plain]
      format = %(message)s
      """;

  /**
   * Adds one.
   *
   * @param below the revision before it in Python: {@code 'a1'}, or {@code None}
   * @param up what it does, in Python
   * @param down what takes it back, in Python
   */
  public void migration(String revision, String below, String up, String down) {
    put(
        "scripts/versions/" + revision + "_.py",
        """
        revision = '%s'
        down_revision = %s
        from alembic import op
        import sqlalchemy as sa
        def upgrade():
            %s
        def downgrade():
            %s
        """
            .formatted(revision, below, up, down));
  }

  private void put(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  static String program() {
    return Objects.requireNonNull(System.getenv(VARIABLE));
  }

  /** Runs the program on the server, as a person would. */
  public String run(String... arguments) {
    var argv = new ArrayList<>(List.of(program()));
    argv.addAll(List.of(arguments));
    var builder = new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try {
      var process = builder.start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the migrations up to c3 make, without the program. */
  static void upgraded(TestPostgres server) {
    server.sql(
        "CREATE TABLE grid.alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO grid.alembic_version VALUES ('c3')",
        "CREATE TABLE grid.users (id int PRIMARY KEY, name text, email text)",
        "INSERT INTO grid.users VALUES (1, 'zoe', 'zoe@example.org'), (2, 'O''Hara', NULL)",
        "CREATE TABLE grid.api_keys (id serial PRIMARY KEY)",
        "ALTER TABLE grid.alembic_version OWNER TO oncall",
        "ALTER TABLE grid.users OWNER TO oncall",
        "ALTER TABLE grid.api_keys OWNER TO oncall");
  }
}
