package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of a change whose line falls silent, and what it leaves behind. */
class ChangeTest {
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(300), Duration.ofMillis(500));
  private static TestPostgres server;
  private Line line;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
    server.sql("CREATE TABLE t (a int)", "GRANT ALL ON t TO oncall");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() throws IOException {
    server.sql("TRUNCATE t");
    line = Line.to(server.port());
    connection =
        TestPostgres.connect(
            TestPostgres.settings(TestPostgres.url("127.0.0.1", line.port()), "oncall"),
            TestPostgres.PASSWORD);
  }

  @AfterEach
  void disconnect() throws IOException {
    connection.close();
    line.close();
  }

  private int insert(Sql sql) throws java.sql.SQLException {
    return sql.update("INSERT INTO public.t VALUES (?::int)", "1");
  }

  @Test
  void aCommitWithoutAnAnswerMayHaveTakenEffect() {
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () ->
                connection
                    .writer()
                    .change(
                        "adding a row",
                        SHORT,
                        sql -> {
                          var rows = insert(sql);
                          line.fallSilent();
                          return rows;
                        }));
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.problem()).contains("did not answer in time while committing after adding");
    assertThat(failure.advice().orElseThrow()).contains("resume or undo");
  }

  @Test
  void aStatementWithoutAnAnswerBeforeTheCommitHasNone() {
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () ->
                connection
                    .writer()
                    .change(
                        "adding a row",
                        SHORT,
                        sql -> {
                          line.fallSilent();
                          return insert(sql);
                        }));
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(server.ask("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void whatTakesEffectAtOnceMayHaveDoneSo() {
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () ->
                connection
                    .writer()
                    .atOnce(
                        "ending sessions",
                        SHORT,
                        sql -> {
                          line.fallSilent();
                          return sql.one("SELECT 1", row -> row.getInt(1));
                        }));
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void whateverIsThrownTakesAllOfItBack() {
    assertThatThrownBy(
            () ->
                connection
                    .writer()
                    .change(
                        "adding a row",
                        SHORT,
                        sql -> {
                          insert(sql);
                          throw connection.reader().refusal("is not wanted", "Leave it.");
                        }))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("is not wanted");
    assertThat(server.ask("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void readingCannotWriteAndIsOfOneMoment() {
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> connection.reader().read("looking", Duration.ofSeconds(1), this::insert));
    assertThat(failure.problem()).contains("takes no writes while looking");
    var counts =
        connection
            .reader()
            .read(
                "looking",
                Duration.ofSeconds(1),
                sql -> {
                  var before = sql.one("SELECT count(*) FROM public.t", row -> row.getLong(1));
                  server.sql("INSERT INTO t VALUES (7)");
                  return before - sql.one("SELECT count(*) FROM public.t", row -> row.getLong(1));
                });
    assertThat(counts).isZero();
  }
}
