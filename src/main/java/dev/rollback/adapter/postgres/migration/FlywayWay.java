package dev.rollback.adapter.postgres.migration;

import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way down that a step goes.
 *
 * @param from the highest version that is undone
 * @param to the version that is left
 * @param failed whether {@code from} failed halfway; then it is not among those that are applied
 * @param expected the fingerprint that must be there at its end; always given where it failed
 */
record FlywayWay(FlywayVersion from, FlywayVersion to, boolean failed, Optional<String> expected) {

  /** Where it begins: {@code 5}, or {@code 5 (failed)}. */
  String start() {
    return failed ? from + " (failed)" : from.toString();
  }

  /**
   * Where a database stands, in the same words. What a failed migration has left is seen by its
   * row; or by the definitions alone, for Flyway takes that row back where it holds its lock in a
   * transaction, which is its default with PostgreSQL.
   */
  String current(FlywayHistory history, String schema) {
    var half =
        failed
            && history.current().compareTo(from) < 0
            && (failedRow(history).isPresent() || !reached(schema));
    return half ? start() : history.current().toString();
  }

  /** By what a failed migration was recognised, and what is done besides running its script. */
  List<String> remarks(FlywayHistory history, String schema) {
    if (!failed) {
      return List.of();
    }
    return List.of(
        failedRow(history)
            .map(
                row ->
                    "Flyway's history says that %s failed; this row of it is deleted."
                        .formatted(row.label()))
            .orElseGet(
                () ->
                    ("Flyway's history has no row of version %s. It is taken for half applied"
                            + " because the schemas are not as expected: their fingerprint is %s,"
                            + " and `expected-schema` is %s. Somebody may have changed them by hand"
                            + " instead.")
                        .formatted(from, schema, expected.orElseThrow())));
  }

  private boolean reached(String schema) {
    return expected.filter(wanted -> !wanted.equals(schema)).isEmpty();
  }

  /** The row of the migration that failed, where that is what is undone. */
  Optional<FlywayHistory.Applied> failedRow(FlywayHistory history) {
    return history.failed().stream()
        .filter(row -> failed && row.version().equals(Optional.of(from)))
        .findFirst();
  }

  /** The rows of failed migrations that are not undone. */
  List<FlywayHistory.Applied> otherFailed(FlywayHistory history) {
    return history.failed().stream()
        .filter(row -> !failedRow(history).equals(Optional.of(row)))
        .toList();
  }

  /** The versions that are undone, the highest first. */
  List<FlywayVersion> versions(FlywayHistory history) {
    return Stream.concat(
            failed ? Stream.of(from) : Stream.of(),
            history.above(to).stream().flatMap(row -> row.version().stream()))
        .toList();
  }

  /**
   * That it has led where it should.
   *
   * @throws SystemException when it has not; nothing of it is committed then
   */
  void arrived(FlywayHistory history, String schema) {
    if (!history.current().equals(to) || failedRow(history).isPresent()) {
      throw SystemException.refused(
          "The database would be at version %s after this, not at %s."
              .formatted(current(history, schema), to),
          "A script writes to Flyway's history itself. Nothing was changed; correct the script.");
    }
    if (!reached(schema)) {
      throw SystemException.refused(
          "The fingerprint of what is defined would be %s after this, and `expected-schema` is %s."
              .formatted(schema, expected.orElseThrow()),
          "Nothing was changed. The U scripts do not lead back to it: compare what is defined with"
              + " version %s, and correct them.".formatted(to));
    }
  }
}
