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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code postgres.query} reads, and what it does not do. */
class QueryTest {
  private static TestPostgres server;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
    server.role("readonly");
    server.sql(
        "CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, tags jsonb)",
        "INSERT INTO users (name) SELECT 'user ' || n FROM generate_series(1, 150) n",
        "GRANT ALL ON users TO oncall",
        "GRANT CREATE ON SCHEMA public TO oncall",
        "GRANT USAGE ON SEQUENCE users_id_seq TO oncall",
        "CREATE TABLE secrets (v text)",
        "CREATE PROCEDURE purge() LANGUAGE sql AS 'DELETE FROM users'",
        "CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql AS"
            + " 'BEGIN DELETE FROM users; RETURN 1; END'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    connection = server.connect("oncall");
    assertThat(server.ask("SELECT count(*) FROM users")).containsExactly("150");
  }

  @AfterEach
  void nothingWasWritten() {
    connection.close();
    assertThat(server.ask("SELECT count(*) FROM users")).containsExactly("150");
  }

  private static Query query(String sql, String... arguments) {
    return new Query(sql, List.of(arguments), 100, Duration.ofSeconds(1));
  }

  private Query.Values read(Query query) {
    return switch (query.read(connection.reader())) {
      case Reading.Values<Query.Values>(var values) -> {
        var codec = Codec.of(Query.Values.class);
        assertThat(codec.decode(reread(codec.encode(values).toString())))
            .as("what a journal gives back")
            .isEqualTo(values);
        yield values;
      }
      case Reading.Nothing<Query.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private static com.fasterxml.jackson.databind.JsonNode reread(String text) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private Verdict judge(Query query, String expectation) {
    var variables = Variables.of(Shapes.ofRecord(Query.Values.class));
    return Condition.compile(expectation, variables).orThrow().evaluate(read(query));
  }

  private SystemException refused(Query query) {
    var failure =
        catchThrowableOfType(SystemException.class, () -> query.read(connection.reader()));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1::int2 | 1",
        "count(*) | 1",
        "9223372036854775807 | 9223372036854775807",
        "9223372036854775808 | \"9223372036854775808\"",
        "-3::numeric | -3",
        "0.5 | 0.5",
        "avg(5) | 5.0",
        "1e400::numeric + 0.5 | \"100*.5\"",
        "1.1::float4 | 1.1",
        "1e-7::float8 | 1.0E-7",
        "'NaN'::float8 | \"NaN\"",
        "'-Infinity'::float8 | \"-Infinity\"",
        "'NaN'::numeric | \"NaN\"",
        "1 = 1 | true",
        "'no'::bool | false",
        "NULL | null",
        "'' | \"\"",
        "'größer'::text | \"größer\"",
        "'{\"a\": [1, 2.5, null]}'::jsonb | {\"a\":[1,2.5,null]}",
        "'null'::jsonb | null",
        "timestamptz '2026-11-22 03:00:00.123456+02' | \"2026-11-22T01:00:00.123456Z\"",
        "timestamptz 'infinity' | \"infinity\"",
        "timestamp '2026-11-22 03:00' | \"2026-11-22T03:00\"",
        "date '2026-11-22' | \"2026-11-22\"",
        "interval '90 seconds' | \"00:01:30\"",
        "'\\xdead'::bytea | \"\\\\xdead\"",
        "ARRAY[1,2] | \"{1,2}\"",
        "inet '10.0.0.1' | \"10.0.0.1\"",
      })
  void valuesHaveTypes(String expression, String json) {
    var values = read(query("SELECT " + expression + " AS v"));
    assertThat(values.rows()).isEqualTo(1);
    assertThat(values.value().toString()).matches(quoted(json));
    assertThat(values.first().path("v")).isEqualTo(values.value());
  }

  /** A star stands for digits. */
  private static String quoted(String json) {
    return java.util.regex.Pattern.quote(json).replace("*", "\\E0+\\Q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT count(*) FROM users | value == 150",
        "SELECT count(*) FROM users | value > 149.5 && rows == 1",
        "SELECT 0.1 | value < 0.5 && value == 0.1",
        "SELECT id, name FROM users ORDER BY id LIMIT 2 | rows == 2 && first.name == 'user 1'",
        "SELECT bool_and(name LIKE 'user %') FROM users | value",
        "SELECT 1 WHERE false | rows == 0 && value == null && !has(first.a)",
        "SELECT now() | timestamp(value) > timestamp('2026-01-01T00:00:00Z')",
        "SELECT '{\"a\": {\"b\": 2}}'::json | value.a.b == 2",
      })
  void expectations(String sql, String expectation) {
    assertThat(judge(query(sql), expectation)).isEqualTo(new Verdict.Decided(true));
  }

  @Test
  void noRowIsInconclusiveWhereItsValueIsCompared() {
    assertThat(judge(query("SELECT 1 WHERE false"), "value < 5"))
        .isInstanceOf(Verdict.Undecided.class);
    assertThat(judge(query("SELECT max(id) FROM users WHERE id < 0"), "value < 5"))
        .isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void moreRowsThanAllowed() {
    assertThat(refused(query("SELECT * FROM users")).problem())
        .contains("gave more than the 100 rows");
    var wider = new Query("SELECT * FROM users", List.of(), 150, Duration.ofSeconds(1));
    assertThat(read(wider).rows()).isEqualTo(150);
  }

  @Test
  void answersThatWouldFillTheMemory() {
    assertThat(refused(query("SELECT repeat('x', 70000) AS v")).problem())
        .contains("gave a value of more than 65,536 characters in column 'v'");
    assertThat(refused(query("SELECT repeat('x', 40000000) AS v")).problem())
        .contains("broke while reading: Result set exceeded maxResultBuffer limit");
    assertThat(read(query("SELECT 1")).rows()).as("and then it goes on").isEqualTo(1);
  }

  @Test
  void columnsOfOneName() {
    assertThat(refused(query("SELECT 1 AS a, 2 AS a")).problem()).contains("two columns named 'a'");
  }

  @Test
  void argumentsAreTakenForWhatStandsAtTheirPlace() {
    assertThat(read(query("SELECT name FROM users WHERE id = ?", "7")).value().asText())
        .isEqualTo("user 7");
    assertThat(read(query("SELECT ?::text", "O'Neil; DROP TABLE users --")).value().asText())
        .isEqualTo("O'Neil; DROP TABLE users --");
    assertThat(refused(query("SELECT name FROM users WHERE id = ?", "seven")).problem())
        .contains("invalid input syntax");
    assertThat(read(query("SELECT '{\"a\":1}'::jsonb ? 'a'")).value().asBoolean()).isTrue();
    assertThat(read(query("SELECT '{\"a\":1}'::jsonb ?? ?", "a")).value().asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   -- nothing",
        "SELECT 1; SELECT 2",
        "COMMIT; DELETE FROM users",
        "SELECT 1; COMMIT; DELETE FROM users",
        "DELETE FROM users",
        "INSERT INTO users (name) VALUES ('x')",
        "COMMIT",
        "DO $$ BEGIN DELETE FROM users; END $$",
        "CALL purge()",
        "COPY users TO PROGRAM 'touch /tmp/never'",
        "SET default_transaction_read_only = off",
        "EXPLAIN ANALYZE DELETE FROM users",
        "SELECT ?::int + ?"
      })
  void whatIsNoSingleQueryIsRefusedWithTheRunbook(String sql) {
    assertThatThrownBy(() -> query(sql, "1")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH gone AS (DELETE FROM users RETURNING 1) SELECT count(*) FROM gone",
        "SELECT sneak()",
        "SELECT nextval('users_id_seq')",
        "SELECT 1 INTO copied",
        "SELECT 1 FROM users FOR UPDATE",
        "SELECT set_config('transaction_read_only', 'off', true), sneak()"
      })
  void whatWritesIsRefusedByTheServer(String sql) {
    var failure = refused(query(sql));
    assertThat(PostgresErrors.stateBehind(failure).orElseThrow()).isIn("25001", "25006");
  }

  @Test
  void aSessionThatOnlyReadsIsEnough() {
    server.sql("ALTER ROLE readonly SET default_transaction_read_only = on");
    try (var only = server.connect("readonly")) {
      assertThat(only.reader().query(Select.of("SELECT 1")).value().asInt()).isEqualTo(1);
    }
  }

  @Test
  void aQueryThatTakesTooLong() {
    var slow = new Query("SELECT pg_sleep(30)", List.of(), 1, Duration.ofMillis(200));
    assertThat(refused(slow).problem())
        .contains("ended the statement while reading", "statement timeout");
  }

  @Test
  void aQueryThatMayTakeLongerThanUsual() {
    var patient = new Query("SELECT pg_sleep(5.2)", List.of(), 1, Duration.ofSeconds(10));
    assertThat(read(patient).rows()).isEqualTo(1);
  }

  @Test
  void aTableThatIsLocked() throws SQLException {
    try (var admin = server.admin();
        var statement = admin.createStatement()) {
      admin.setAutoCommit(false);
      statement.execute("LOCK TABLE users");
      var query = new Query("SELECT 1 FROM users", List.of(), 1, Duration.ofSeconds(5));
      assertThat(refused(query).problem()).contains("did not get a lock in time while reading");
      admin.rollback();
    }
  }

  @Test
  void preflightFindsWhatCannotBeRun() {
    assertThat(finding(query("SELECT count(*) FROM users WHERE id > ?", "7")))
        .isEqualTo(new Finding.Met());
    assertThat(finding(query("SELECT pg_sleep(30)")))
        .as("it is not run")
        .isEqualTo(new Finding.Met());
    assertThat(finding(query("SELECT v FROM secrets")).toString())
        .contains("Missing", "does not permit it to role oncall", "permission denied");
    assertThat(finding(query("SELECT FROM WHERE")).toString()).contains("does not understand");
    assertThat(finding(query("SELECT 1 FROM yet_to_come")))
        .as("a step may bring it")
        .isEqualTo(new Finding.Met());
  }

  @Test
  void preflightLetsAServerBeAway() throws Exception {
    var line = Line.to(server.port());
    var settings =
        TestPostgres.settings(
            TestPostgres.url("127.0.0.1", line.port()) + "?sslmode=disable", "oncall");
    line.close();
    try (var away = TestPostgres.connect(settings, TestPostgres.PASSWORD)) {
      var requirement = query("SELECT 1").requirements().getFirst();
      assertThat(requirement.probe().apply(away.reader())).isEqualTo(new Finding.Met());
    }
    try (var wrong = TestPostgres.connect(server.as("nobody"), TestPostgres.PASSWORD)) {
      var requirement = query("SELECT 1").requirements().getFirst();
      assertThatThrownBy(() -> requirement.probe().apply(wrong.reader()))
          .isInstanceOf(SystemException.class);
    }
  }

  private Finding finding(Query query) {
    return query.requirements().getFirst().probe().apply(connection.reader());
  }

  @Test
  void whatIsAskedIsNamedAndToldApart() {
    assertThat(query("SELECT\n  1").target().label()).isEqualTo("SELECT 1");
    var long1 = query("SELECT 1 FROM users WHERE name = 'a' AND id = 1 AND id = 2 AND id = 3");
    var long2 = query("SELECT 1 FROM users WHERE name = 'a' AND id = 1 AND id = 2 AND id = 4");
    assertThat(long1.requirements().getFirst().what())
        .isNotEqualTo(long2.requirements().getFirst().what());
    assertThat(query("SELECT ?::int", "1").target())
        .isNotEqualTo(query("SELECT ?::int", "2").target());
  }
}
