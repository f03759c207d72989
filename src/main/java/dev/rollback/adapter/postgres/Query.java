package dev.rollback.adapter.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code postgres.query}: what a query gives. */
@Doc(
    "Runs one query in a transaction that the server keeps from writing. No row makes `value` null,"
        + " and what cannot be compared with it is inconclusive; ask for `rows == 0` where no row"
        + " is what should be.")
public record Query(
    @Doc("One statement, SELECT or WITH ... SELECT; a question mark for each argument.") String sql,
    @Doc(
            "What stands for the question marks, in their order, as PostgreSQL writes such values."
                + " Never put a parameter into `sql` itself where it may have a quote in it."
                + " Without arguments a question mark is an operator.")
        List<String> arguments,
    @Doc("More rows than these are an error.") @Default("100") int maxRows,
    @Doc("How long the server may take, at most PT10M.") @Default("PT10S") Duration timeout)
    implements Check<Query.Values, PostgresReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no query
   */
  public Query {
    arguments = List.copyOf(arguments);
    new Select(sql, arguments, maxRows, timeout);
  }

  /** What was read. */
  @Doc("What the query gave.")
  public record Values(
      @Doc("How many rows.") int rows,
      @Doc(
              "The first column of the first row: a number, true or false, the tree of a json"
                  + " value, otherwise text as PostgreSQL writes it; a timestamp with time zone in"
                  + " UTC, as timestamp() takes it. null where it is NULL or there is no row. Whole"
                  + " numbers beyond 64 bits, NaN and infinity are text.")
          JsonNode value,
      @Doc("The first row, by the names of its columns; empty where there is no row.")
          JsonNode first) {}

  private Select select() {
    return new Select(sql, arguments, maxRows, timeout);
  }

  @Override
  public Target target() {
    return Target.of(select().label());
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(PostgresNeeds.query(select()));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty(); // what is right is in the question
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    var rows = system.query(select());
    return new Reading.Values<>(new Values(rows.count(), rows.value(), rows.first()));
  }
}
