package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code postgres.connections}, {@code postgres.schema} and {@code postgres.restore-point}. */
class ServerStepsTest {
  private static TestPostgres server;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of("max_connections", "20"));
    server.role("oncall");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void arrange() {
    server.sql(
        "DROP SCHEMA IF EXISTS grid CASCADE",
        "CREATE SCHEMA grid",
        "CREATE TABLE grid.users (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'x')",
        "CREATE FUNCTION grid.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TYPE grid.mood AS ENUM ('good', 'bad')",
        "CREATE VIEW grid.names AS SELECT name FROM grid.users");
    connection = server.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private static <V extends Record> V values(Reading<V> reading, Class<V> type) {
    return switch (reading) {
      case Reading.Values<V>(var values) -> {
        var codec = Codec.of(type);
        assertThat(codec.decode(codec.encode(values))).isEqualTo(values);
        yield values;
      }
      case Reading.Nothing<V>(var why) -> throw new AssertionError(why);
    };
  }

  private Connections.Values connections() {
    return values(new Connections().read(connection.reader()), Connections.Values.class);
  }

  @Test
  void connectionsAreCountedAndPassOnlyWhileThereAreEnough() throws SQLException {
    var expectation =
        Condition.compile(
                new Connections().expectation().orElseThrow(),
                Variables.of(Shapes.ofRecord(Connections.Values.class)))
            .orThrow();
    var few = connections();
    assertThat(few.max()).isEqualTo(20);
    assertThat(few.used()).isBetween(1, 3);
    assertThat(few.free()).isEqualTo(20 - few.reserved() - few.used());
    assertThat(expectation.evaluate(few)).isEqualTo(new Verdict.Decided(true));
    var open = new ArrayList<java.sql.Connection>();
    try {
      while (open.size() < 14) {
        open.add(server.admin());
      }
      var many = connections();
      assertThat(many.ratio()).isGreaterThan(0.8);
      assertThat(expectation.evaluate(many)).isEqualTo(new Verdict.Decided(false));
    } finally {
      for (var other : open) {
        other.close();
      }
    }
  }

  @Test
  void whoWaitsForALockIsCounted() throws SQLException {
    try (var holder = server.admin();
        var waiter = server.admin()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK TABLE grid.users");
      var waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  waiter.createStatement().execute("SELECT * FROM grid.users");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await().until(() -> connections().waiting() == 1);
      holder.rollback();
      waiting.join();
      assertThat(connections().waiting()).isZero();
    }
  }

  private SchemaCheck.Values schema(Optional<String> expected, String... except) {
    return values(
        new SchemaCheck(List.of("grid"), List.of(except), expected).read(connection.reader()),
        SchemaCheck.Values.class);
  }

  @Test
  void theFingerprintIsTheSameAgainAndOnAnotherServer() {
    var here = schema(Optional.empty());
    assertThat(schema(Optional.of(here.fingerprint())).matches()).isTrue();
    assertThat(here.matches()).isFalse();
    server.sql(
        "INSERT INTO grid.users VALUES (1, 'zoe')",
        "COMMENT ON TABLE grid.users IS 'x'",
        "GRANT SELECT ON grid.users TO oncall",
        "CREATE TABLE grid.left_out (a int)",
        "ANALYZE grid.users");
    assertThat(schema(Optional.empty(), "left_out").fingerprint()).isEqualTo(here.fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALTER TABLE grid.users ADD COLUMN email text",
        "ALTER TABLE grid.users ALTER COLUMN id TYPE bigint",
        "ALTER TABLE grid.users ALTER COLUMN name DROP NOT NULL",
        "ALTER TABLE grid.users ALTER COLUMN name SET DEFAULT 'y'",
        "ALTER TABLE grid.users ADD CHECK (id > 0)",
        "CREATE INDEX ON grid.users (name)",
        "CREATE TRIGGER t BEFORE UPDATE ON grid.users FOR EACH ROW EXECUTE FUNCTION grid.f()",
        "CREATE POLICY p ON grid.users USING (true)",
        "CREATE OR REPLACE VIEW grid.names AS SELECT name FROM grid.users WHERE id > 1",
        "CREATE OR REPLACE FUNCTION grid.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN"
            + " NULL; END'",
        "ALTER TYPE grid.mood ADD VALUE 'bored'",
        "CREATE DOMAIN grid.d AS int",
        "CREATE SEQUENCE grid.s",
        "CREATE TABLE grid.\"x y\" ()"
      })
  void whateverIsDefinedOtherwiseIsSeen(String change) {
    var before = schema(Optional.empty()).fingerprint();
    server.sql(change);
    assertThat(schema(Optional.of(before)).matches()).isFalse();
  }

  @Test
  void aSchemaThatIsNotThereIsInconclusive() {
    var nowhere = new SchemaCheck(List.of("it's \"nowhere\""), List.of(), Optional.empty());
    assertThat(nowhere.read(connection.reader())).isInstanceOf(Reading.Nothing.class);
    assertThat(nowhere.expectation()).isEmpty();
    assertThat(new SchemaCheck(List.of(), List.of(), Optional.of("0".repeat(16))).expectation())
        .contains("matches");
    assertThatThrownBy(() -> new SchemaCheck(List.of(), List.of(), Optional.of("yes")))
        .hasMessageContaining("fingerprint");
  }

  private List<Finding> findings(RestorePoint action) {
    return action.requirements().stream().map(r -> r.probe().apply(connection.reader())).toList();
  }

  @Test
  void aRestorePointTakesItsRight() {
    var action = new RestorePoint("before 'it'");
    assertThat(action.preview()).isEqualTo("SELECT pg_create_restore_point('before ''it''')");
    assertThat(findings(action))
        .anySatisfy(
            f ->
                assertThat(f)
                    .isInstanceOfSatisfying(
                        Finding.Missing.class,
                        m -> assertThat(m.remedy()).contains("pg_create_restore_point")));
    var refused =
        catchThrowableOfType(SystemException.class, () -> action.execute(connection.writer()));
    assertThat(refused.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(refused.problem()).contains("does not permit it to role oncall");
    server.sql("GRANT EXECUTE ON FUNCTION pg_create_restore_point(text) TO oncall");
    assertThat(findings(action)).noneMatch(Finding.Missing.class::isInstance);
    assertThat(findings(action))
        .as("this server does not archive its log")
        .anyMatch(Finding.Warning.class::isInstance);
    assertThat(action.execute(connection.writer()))
        .matches("restore point before 'it' at [0-9A-F]+/[0-9A-F]+");
  }

  @Test
  void aNameThatTheServerWouldCutIsRefused() {
    assertThatThrownBy(() -> new RestorePoint("é".repeat(32))).hasMessageContaining("63 bytes");
    assertThatThrownBy(() -> new RestorePoint("")).hasMessageContaining("63 bytes");
  }

  @Test
  void aServerThatIsAwayIsNamed() {
    try (var nowhere =
        TestPostgres.connect(
            TestPostgres.settings(TestPostgres.url("127.0.0.1", 1), "oncall"), "x")) {
      assertThatThrownBy(() -> new Connections().read(nowhere.reader()))
          .hasMessageContaining("connection was refused");
      var failure =
          catchThrowableOfType(
              SystemException.class, () -> new RestorePoint("a").execute(nowhere.writer()));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    }
  }
}
