package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Flyway's history says.
 *
 * @param applied the versions that are applied, in the order in which they were
 * @param failed the rows of migrations that failed
 * @param lastRank the highest rank of any row
 * @param hash of all rows
 */
record FlywayHistory(List<Applied> applied, List<Applied> failed, int lastRank, String hash) {
  /** Nothing is applied. */
  static final FlywayHistory NONE = of(List.of());

  FlywayHistory {
    applied = List.copyOf(applied);
    failed = List.copyOf(failed);
  }

  /** A row of it that has a version, or a failed one. */
  record Applied(
      int rank,
      Optional<FlywayVersion> version,
      String text,
      String description,
      String type,
      String script,
      Optional<Integer> checksum,
      boolean success) {

    /** A mark of where Flyway began, and no migration. */
    boolean baseline() {
      return type.equals("BASELINE");
    }

    /** Whether a later row says that this version is applied no more. */
    boolean takesBack() {
      return type.equals("DELETE") || type.startsWith("UNDO");
    }

    String label() {
      return version.map(v -> "V" + v).orElse("R") + " " + script;
    }
  }

  /** Where it stands. */
  record Place(String schema, String table) {
    String quoted() {
      return Sql.quoted(schema, table);
    }

    /** The advisory lock that Flyway holds while it migrates. */
    long lock() {
      return 77_431_708_279_161L + quoted().hashCode();
    }
  }

  /** The history; empty where there is no such table. */
  static Optional<FlywayHistory> read(Sql sql, Place place) throws SQLException {
    var there =
        sql.one(
            "SELECT pg_catalog.to_regclass(?) IS NOT NULL",
            row -> row.getBoolean(1),
            place.quoted());
    return there
        ? Optional.of(of(sql.all(rows(place.quoted()), FlywayHistory::row)))
        : Optional.empty();
  }

  private static Applied row(ResultSet row) throws SQLException {
    var version = Optional.ofNullable(row.getString(2));
    return new Applied(
        row.getInt(1),
        version.map(FlywayVersion::of),
        version.orElse(""),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Optional.ofNullable(row.getString(6)).map(Integer::valueOf),
        row.getBoolean(7));
  }

  private static FlywayHistory of(List<Applied> rows) {
    var applied = new ArrayList<Applied>();
    var failed = new ArrayList<Applied>();
    for (var row : rows) {
      if (row.version().isPresent()) {
        applied.removeIf(earlier -> earlier.version().equals(row.version()));
        failed.removeIf(earlier -> earlier.version().equals(row.version()));
      }
      if (!row.success()) {
        failed.add(row);
      } else if (row.version().isPresent() && !row.takesBack()) {
        applied.add(row);
      }
    }
    var last = rows.isEmpty() ? 0 : rows.getLast().rank();
    return new FlywayHistory(applied, failed, last, Script.sha256(rows.toString()));
  }

  /** The highest version that is applied; 0 where none is. */
  FlywayVersion current() {
    return applied.stream()
        .flatMap(a -> a.version().stream())
        .max(FlywayVersion::compareTo)
        .orElse(FlywayVersion.NONE);
  }

  /** Whether this version is applied. */
  boolean has(FlywayVersion version) {
    return applied.stream().anyMatch(a -> a.version().equals(Optional.of(version)));
  }

  /** Those that were applied after a higher one. */
  List<Applied> outOfOrder() {
    var late = new ArrayList<Applied>();
    var highest = FlywayVersion.NONE;
    for (var row : applied) {
      var version = row.version().orElseThrow();
      if (version.compareTo(highest) < 0) {
        late.add(row);
      } else {
        highest = version;
      }
    }
    return List.copyOf(late);
  }

  /** Those above a version, the highest first. */
  List<Applied> above(FlywayVersion version) {
    return applied.stream()
        .filter(a -> a.version().orElseThrow().compareTo(version) > 0)
        .sorted((a, b) -> b.version().orElseThrow().compareTo(a.version().orElseThrow()))
        .toList();
  }

  private static String rows(String history) {
    return """
    SELECT installed_rank, version, description, type, script, checksum, success
    FROM %s ORDER BY installed_rank
    """
        .formatted(history);
  }
}
