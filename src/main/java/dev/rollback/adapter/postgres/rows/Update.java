package dev.rollback.adapter.postgres.rows;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.Timeouts;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code postgres.update}: sets columns of the rows that match, and brings each row back. */
@Doc(
    "Sets columns of the rows that match, in one transaction. What these columns were is kept by"
        + " primary key. Undo brings back each row that is still as this step left it; when one is"
        + " not, none is brought back, and the step says which.")
public record Update(
    @Doc("The table, with its schema.") String table,
    @Doc("The columns and their new values, as PostgreSQL writes such values.")
        Map<String, String> set,
    @Doc("Columns that become NULL.") List<String> setNull,
    @Doc(
            "Which rows: a condition in SQL, with a question mark for each argument. `true` means"
                + " every row.")
        String where,
    @Doc(
            "What stands for the question marks, in their order. Never put a parameter into `where`"
                + " itself.")
        List<String> arguments,
    @Doc("How long it waits for a row that somebody else changes.") @Default("PT5S")
        Duration lockTimeout,
    @Doc("How long one statement may take.") @Default("PT30S") Duration statementTimeout)
    implements BulkAction<RowSet, PostgresReader, PostgresWriter> {
  private static final long USUAL_LIMIT = 1000;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no statement
   */
  public Update {
    set = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(set));
    setNull = List.copyOf(setNull);
    arguments = List.copyOf(arguments);
    new Timeouts(lockTimeout, statementTimeout);
    if (set.isEmpty() && setNull.isEmpty()) {
      throw new IllegalArgumentException("`set` names no column");
    }
    if (setNull.stream().anyMatch(set::containsKey)) {
      throw new IllegalArgumentException("a column is in `set` and in `set-null`");
    }
    RowChange.condition(where, arguments);
  }

  private RowChange change() {
    var columns = new ArrayList<String>();
    var values = new ArrayList<Optional<String>>();
    set.forEach(
        (column, value) -> {
          columns.add(column);
          values.add(Optional.of(value));
        });
    setNull.forEach(
        column -> {
          columns.add(column);
          values.add(Optional.empty());
        });
    return new RowChange(table, columns, values, where, arguments);
  }

  private Timeouts timeouts() {
    return new Timeouts(lockTimeout, statementTimeout);
  }

  @Override
  public Target target() {
    // With the condition, so that another one on the same columns is not taken for the same rows.
    var parts = new ArrayList<>(change().columns());
    parts.add("where " + where + (arguments.isEmpty() ? "" : " " + arguments));
    return new Target("table " + table, parts);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return Stream.concat(
            Stream.of(PostgresNeeds.primary(), PostgresNeeds.select(table)),
            change().columns().stream().map(column -> PostgresNeeds.updateOf(column, table)))
        .toList();
  }

  @Override
  public Risk risk(RowSet before, RowSet after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Map<String, Long> magnitude(RowSet before, RowSet after) {
    return Map.of("rows", Math.abs(before.rows() - after.rows()));
  }

  @Override
  public Map<String, Long> limit() {
    return Map.of("rows", USUAL_LIMIT);
  }

  @Override
  public Observed<RowSet> observe(PostgresReader system) {
    return system.read(
        "reading the rows that would be changed",
        statementTimeout,
        sql -> {
          var found = change().read(sql, system, "", _ -> {});
          return new Observed<>(found.rows(), found.rows().digest(), found.notes());
        });
  }

  @Override
  public RowSet desired(RowSet before) {
    return RowSet.NONE;
  }

  @Override
  public void save(Observed<RowSet> from, PostgresReader system, Content.Sink sink) {
    var saved =
        system.read(
            "saving the rows that will be changed",
            statementTimeout,
            sql -> change().read(sql, system, "", row -> sink.put(row.encode())).rows());
    change().same(system, from.state(), saved);
  }

  @Override
  public void write(
      Observed<RowSet> from, RowSet to, PostgresWriter system, Content content, Progress progress) {
    var rows =
        system.change(
            to.rows() == 0 ? "updating " + table : "bringing back rows of " + table,
            timeouts(),
            sql ->
                to.rows() == 0
                    ? change().apply(sql, system, from.state())
                    : change().bringBack(sql, system, from.state(), content));
    progress.report(rows, rows);
    progress.note(
        to.rows() == 0 ? "%,d rows set".formatted(rows) : "%,d rows brought back".formatted(rows));
  }
}
