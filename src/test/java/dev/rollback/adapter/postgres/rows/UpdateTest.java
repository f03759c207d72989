package dev.rollback.adapter.postgres.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.diagnostic.SystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code postgres.update} changes, brings back and refuses. */
class UpdateTest {
  private static TestPostgres server;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
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
        "CREATE SCHEMA grid AUTHORIZATION oncall",
        "CREATE TABLE grid.keys (id int PRIMARY KEY, active boolean NOT NULL, note varchar(5),"
            + " twice int GENERATED ALWAYS AS (id * 2) STORED)",
        "INSERT INTO grid.keys SELECT n, n <= 3, 'n' || n FROM generate_series(1, 5) n",
        "ALTER TABLE grid.keys OWNER TO oncall");
    connection = server.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private static Update update(
      String table, Map<String, String> set, String where, String... arguments) {
    return new Update(
        table,
        set,
        List.of(),
        where,
        List.of(arguments),
        Duration.ofMillis(300),
        Duration.ofSeconds(5));
  }

  private static Update deactivate() {
    return update("grid.keys", Map.of("active", "false"), "active AND id < ?", "100");
  }

  /** What was saved, in memory. */
  private record Saved(List<byte[]> rows) implements Content {
    @Override
    public long entries() {
      return rows.size();
    }

    @Override
    public void forEach(Consumer<byte[]> entry) {
      rows.forEach(entry);
    }
  }

  private Saved save(Update action, Observed<RowSet> now) {
    var saved = new ArrayList<byte[]>();
    action.save(now, connection.reader(), saved::add);
    return new Saved(saved);
  }

  private Saved apply(Update action) {
    var now = action.observe(connection.reader());
    var saved = save(action, now);
    action.write(now, action.desired(now.state()), connection.writer(), saved, (_, _) -> {});
    return saved;
  }

  private void undo(Update action, RowSet before, Saved saved) {
    var now = action.observe(connection.reader());
    action.write(now, before, connection.writer(), saved, (_, _) -> {});
  }

  private SystemException refused(Runnable doing) {
    var before = rows();
    var failure = catchThrowableOfType(SystemException.class, doing::run);
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    assertThat(rows()).isEqualTo(before);
    return failure;
  }

  private static List<String> rows() {
    return server.ask("SELECT k::text FROM grid.keys k ORDER BY id");
  }

  @Test
  void whatWasInactiveBeforeStaysInactiveAfterTheUndo() {
    var before = rows();
    var state = deactivate().observe(connection.reader()).state();
    assertThat(state.rows()).isEqualTo(3);
    var saved = apply(deactivate());
    assertThat(server.ask("SELECT count(*) FROM grid.keys WHERE active")).containsExactly("0");
    undo(deactivate(), state, saved);
    assertThat(rows()).isEqualTo(before);
    assertThat(deactivate().observe(connection.reader()).state()).isEqualTo(state);
  }

  @Test
  void aRowThatWasChangedAgainIsNotBroughtBackAndNeitherIsAnyOther() {
    var state = deactivate().observe(connection.reader()).state();
    var saved = apply(deactivate());
    server.sql("DELETE FROM grid.keys WHERE id = 2");
    var failure = refused(() -> undo(deactivate(), state, saved));
    assertThat(failure.problem()).contains("1 rows", "id = 2", "gone or were changed again");
  }

  @Test
  void whatAPersonHasAgreedToOverwriteIsOverwritten() {
    var state = deactivate().observe(connection.reader()).state();
    var saved = apply(deactivate());
    server.sql("UPDATE grid.keys SET active = true WHERE id = 2");
    assertThat(deactivate().observe(connection.reader()).state().rows()).isEqualTo(1);
    undo(deactivate(), state, saved);
    assertThat(server.ask("SELECT id FROM grid.keys WHERE active ORDER BY 1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void rowsThatAppearBetweenTheLookAndTheWriteAreNotTouched() {
    var action = deactivate();
    var now = action.observe(connection.reader());
    var saved = save(action, now);
    server.sql("UPDATE grid.keys SET active = true WHERE id = 5");
    var failure =
        refused(() -> action.write(now, RowSet.NONE, connection.writer(), saved, (_, _) -> {}));
    assertThat(failure.problem()).contains("other rows of grid.keys", "4, and 3 before");
    assertThat(refused(() -> save(action, now)).problem()).contains("4, and 3 before");
  }

  @Test
  void aRowThatSomebodyHoldsIsWaitedForNoLongerThanAllowed() throws SQLException {
    try (var other = server.admin()) {
      other.setAutoCommit(false);
      other.createStatement().execute("UPDATE grid.keys SET note = 'x' WHERE id = 1");
      assertThat(refused(() -> apply(deactivate())).problem())
          .contains("did not get a lock in time while updating grid.keys");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grid.nowhere | active | has no table grid.nowhere",
        "grid.keys | aktive | has no column aktive",
        "grid.keys | id | part of the primary key",
        "grid.keys | twice | generated by the server",
        "grid.keyless | active | has no primary key",
        "grid.seen | active | a view",
        "grid.ruled | active | has rules",
        "grid.parent | code | would change rows of grid.child too"
      })
  void whatCouldNotBeBroughtBackIsRefused(String table, String column, String why) {
    server.sql(
        "CREATE TABLE grid.keyless (active boolean)",
        "CREATE VIEW grid.seen AS SELECT * FROM grid.keys",
        "CREATE TABLE grid.ruled (id int PRIMARY KEY, active boolean)",
        "CREATE RULE r AS ON UPDATE TO grid.ruled DO INSTEAD NOTHING",
        "CREATE TABLE grid.parent (id int PRIMARY KEY, code int UNIQUE)",
        "CREATE TABLE grid.child (c int REFERENCES grid.parent (code) ON UPDATE CASCADE)");
    var action = update(table, Map.of(column, "1"), "true");
    assertThat(refused(() -> action.observe(connection.reader())).problem()).contains(why);
  }

  private void trigger(String body) {
    server.sql(
        "CREATE FUNCTION grid.touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN "
            + body
            + " END $f$",
        "CREATE TRIGGER touch BEFORE UPDATE ON grid.keys FOR EACH ROW"
            + " EXECUTE FUNCTION grid.touch()");
  }

  @Test
  void aTriggerIsNamed() {
    trigger("NEW.note := 'x'; RETURN NEW;");
    assertThat(deactivate().observe(connection.reader()).notes())
        .anyMatch(note -> note.startsWith("trigger touch runs before each update"))
        .anyMatch(note -> note.equals("such as id = 1; id = 2; id = 3"));
    apply(deactivate());
    assertThat(server.ask("SELECT count(*) FROM grid.keys WHERE active")).containsExactly("0");
  }

  @Test
  void aTriggerThatMakesOtherValuesIsFoundAndAllIsTakenBack() {
    trigger("NEW.active := true; RETURN NEW;");
    assertThat(refused(() -> apply(deactivate())).problem()).contains("makes other values");
  }

  @Test
  void aTriggerThatSkipsRowsIsFoundAndAllIsTakenBack() {
    trigger("RETURN NULL;");
    assertThat(refused(() -> apply(deactivate())).problem())
        .contains("set 0 rows of grid.keys where 3 were to be set");
  }

  @Test
  void aValueThatDoesNotFitIsRefused() {
    var tooLong = update("grid.keys", Map.of("note", "much too long"), "id = 1");
    assertThat(refused(() -> apply(tooLong)).problem()).contains("too long");
    var noBoolean = update("grid.keys", Map.of("active", "perhaps"), "id = 1");
    assertThat(refused(() -> noBoolean.observe(connection.reader())).problem())
        .contains("invalid input syntax for type boolean");
  }

  @Test
  void namesWithQuotesAndSpacesWork() {
    server.sql(
        "CREATE TABLE grid.\"a \"\" b\" (\"the; key\" text PRIMARY KEY, \"c?'d\" text)",
        "INSERT INTO grid.\"a \"\" b\" VALUES (E'x\\ny', 'old')",
        "ALTER TABLE grid.\"a \"\" b\" OWNER TO oncall");
    var action = update("grid.\"a \"\" b\"", Map.of("note", "x"), "\"the; key\" = ?", "x\ny");
    assertThat(refused(() -> action.observe(connection.reader())).problem())
        .contains("has no column note");
    var right = update("grid.\"a \"\" b\"", Map.of("c?'d", "it's ?"), "\"the; key\" = ?", "x\ny");
    apply(right);
    assertThat(server.ask("SELECT \"c?'d\" FROM grid.\"a \"\" b\"")).containsExactly("it's ?");
  }

  @Test
  void noRowIsNothingToDo() {
    var none = update("grid.keys", Map.of("active", "false"), "id = 4");
    assertThat(none.observe(connection.reader()).state()).isEqualTo(none.desired(RowSet.NONE));
  }

  @Test
  void anArgumentIsNeverPartOfTheStatement() {
    var action = update("grid.keys", Map.of("note", "x"), "note = ?", "' OR true --");
    assertThat(action.observe(connection.reader()).state().rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | says no rows",
        "true; DELETE FROM t | without a semicolon",
        "id = ? | 1 question"
      })
  void whatIsNoConditionIsRefused(String where, String why) {
    assertThatThrownBy(() -> update("grid.keys", Map.of("active", "false"), where))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aServerThatGoesBeforeTheCommitHasChangedNothing() {
    trigger("PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;");
    server.sql("ALTER FUNCTION grid.touch() SECURITY DEFINER");
    assertThat(refused(() -> apply(deactivate())).problem()).contains("while updating grid.keys");
  }

  @Test
  void anotherConditionOnTheSameColumnsOverlapsAndIsNotTheSame() {
    var other = update("grid.keys", Map.of("active", "false"), "id = 4").target();
    assertThat(deactivate().target().overlaps(other)).isTrue();
    assertThat(deactivate().target()).isNotEqualTo(other);
    assertThat(deactivate().target().label())
        .isEqualTo("table grid.keys active, where active AND id < ? [100]");
  }
}
