package dev.rollback.adapter.postgres.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Content;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.diagnostic.SystemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.core.Parser;

/**
 * The statements of a change of rows. Values are compared as texts, so that it works for every
 * type, under settings that make one text of one value.
 *
 * @param columns that are set
 * @param values what they become, in the same order; empty for NULL
 * @param where which rows
 * @param arguments of its question marks
 */
record RowChange(
    String table,
    List<String> columns,
    List<Optional<String>> values,
    String where,
    List<String> arguments) {
  private static final int AT_ONCE = 500;
  private static final long MOST = 100_000;
  private static final int SHOWN = 5;

  private static final List<String> ONE_TEXT =
      List.of(
          "SET LOCAL TimeZone = 'UTC'",
          "SET LOCAL DateStyle = 'ISO'",
          "SET LOCAL IntervalStyle = 'postgres'",
          "SET LOCAL extra_float_digits = 3",
          "SET LOCAL bytea_output = 'hex'");

  RowChange {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
    arguments = List.copyOf(arguments);
  }

  /**
   * Looks whether it can be a condition.
   *
   * @throws IllegalArgumentException when it is none
   */
  static void condition(String where, List<String> arguments) {
    if (where.isBlank()) {
      throw new IllegalArgumentException(
          "`where` says no rows; write `true` if every row is meant");
    }
    try {
      var parts = Parser.parseJdbcSql("SELECT " + where, true, true, true, false, false);
      if (parts.size() != 1) {
        throw new IllegalArgumentException("`where` is a condition, without a semicolon");
      }
      if (parts.getFirst().bindPositions.length != arguments.size()) {
        throw new IllegalArgumentException(
            "`where` has %d question marks, and there are %d arguments"
                .formatted(parts.getFirst().bindPositions.length, arguments.size()));
      }
    } catch (SQLException e) {
      throw new IllegalArgumentException("`where` cannot be read: " + e.getMessage(), e);
    }
  }

  /** What was read, and what a person should know. */
  record Found(RowSet rows, List<String> notes) {}

  /**
   * Reads the rows that match and are not yet as they shall be.
   *
   * @param lock {@code FOR UPDATE}, or empty
   */
  Found read(Sql sql, PostgresReader system, String lock, Consumer<SavedRow> each)
      throws SQLException {
    prepare(sql);
    var target = Table.of(sql, system, table, columns);
    var digest = sha256();
    var count = new long[1];
    var sample = new ArrayList<String>();
    sql.each(
        "SELECT %s FROM %s t WHERE %s ORDER BY %s LIMIT %d %s"
            .formatted(
                texts(Stream.concat(target.key().stream(), columns.stream()).toList()),
                target.name(),
                matching(target),
                target.key().stream().map(k -> "t." + Sql.quoted(k)).collect(joined()),
                MOST + 1,
                lock),
        AT_ONCE,
        result -> {
          var row = SavedRow.of(result, target.key().size(), columns.size());
          digest.update(new String(row.encode(), UTF_8).concat("\n").getBytes(UTF_8));
          count[0]++;
          if (sample.size() < SHOWN) {
            sample.add(row.label(target.key()));
          }
          each.accept(row);
        },
        matchingArguments());
    if (count[0] > MOST) {
      throw system.refusal(
          "has more than %,d rows of %s that match".formatted(MOST, table),
          "This step keeps each row; divide the change, or make it by hand after a backup.");
    }
    var rows =
        count[0] == 0
            ? RowSet.NONE
            : new RowSet(count[0], HexFormat.of().formatHex(digest.digest()));
    var notes = new ArrayList<>(target.notes());
    if (!sample.isEmpty()) {
      notes.add("such as " + String.join("; ", sample));
    }
    return new Found(rows, List.copyOf(notes));
  }

  /** The names in the condition are looked up as usual. */
  private static void prepare(Sql sql) throws SQLException {
    for (var setting : ONE_TEXT) {
      sql.run(setting);
    }
    sql.usualSearchPath();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }

  private static String texts(List<String> names) {
    return names.stream().map(n -> "t." + Sql.quoted(n) + "::text").collect(joined());
  }

  private String matching(Table target) {
    return "(%s\n) AND (%s)"
        .formatted(
            where,
            IntStream.range(0, columns.size())
                .mapToObj(i -> isWanted(target, i, " IS DISTINCT FROM "))
                .collect(Collectors.joining(" OR ")));
  }

  private String isWanted(Table target, int i, String operator) {
    var wanted = values.get(i).isEmpty() ? "NULL" : "(?::" + target.types().get(i) + ")::text";
    return "t." + Sql.quoted(columns.get(i)) + "::text" + operator + wanted;
  }

  private Stream<String> given() {
    return values.stream().flatMap(Optional::stream);
  }

  private String[] matchingArguments() {
    return Stream.concat(arguments.stream(), given()).toArray(String[]::new);
  }

  /** That what is there now is what was observed. */
  void same(PostgresReader system, RowSet observed, RowSet now) {
    if (!now.equals(observed)) {
      throw system.refusal(
          "has other rows of %s that match than a moment ago: %,d, and %,d before"
              .formatted(table, now.rows(), observed.rows()),
          "Somebody else changes them. Plan again, and look at the new preview.");
    }
  }

  /** Sets the rows that were observed, and no other one; how many. */
  long apply(Sql sql, PostgresReader system, RowSet observed) throws SQLException {
    same(system, observed, read(sql, system, "FOR UPDATE", _ -> {}).rows());
    var target = Table.of(sql, system, table, columns);
    var sets =
        IntStream.range(0, columns.size())
            .mapToObj(
                i -> Sql.quoted(columns.get(i)) + (values.get(i).isEmpty() ? " = NULL" : " = ?"))
            .collect(joined());
    var asWanted =
        sql.all(
            "UPDATE %s t SET %s WHERE %s RETURNING %s"
                .formatted(target.name(), sets, matching(target), allWanted(target)),
            row -> row.getBoolean(1),
            Stream.of(given(), Stream.of(matchingArguments()), given())
                .flatMap(s -> s)
                .toArray(String[]::new));
    if (asWanted.size() != observed.rows()) {
      throw system.refusal(
          "set %,d rows of %s where %,d were to be set"
              .formatted(asWanted.size(), table, observed.rows()),
          "Nothing was changed. A trigger may skip rows: see those of the table.");
    }
    if (asWanted.contains(false)) {
      throw system.refusal(
          "has a trigger on %s that makes other values of those that are set".formatted(table),
          "Nothing was changed. Disable the trigger by hand first, if that is right.");
    }
    return asWanted.size();
  }

  private String allWanted(Table target) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> isWanted(target, i, " IS NOT DISTINCT FROM "))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Brings back every row that was saved. Where nothing but this change is there, each must still
   * be as it left it; where a person has agreed to overwrite what is there now, whatever it is.
   */
  long bringBack(Sql sql, PostgresReader system, RowSet from, Content content) throws SQLException {
    same(system, from, read(sql, system, "FOR UPDATE", _ -> {}).rows());
    var target = Table.of(sql, system, table, columns);
    var strict = from.equals(RowSet.NONE);
    var all = new ArrayList<SavedRow>();
    content.forEach(bytes -> all.add(SavedRow.decode(bytes)));
    var otherwise = new ArrayList<String>();
    for (var row : all) {
      if (!bringBack(sql, target, row, strict)) {
        otherwise.add(row.label(target.key()));
      }
    }
    if (!otherwise.isEmpty()) {
      throw changed(system, otherwise);
    }
    return all.size();
  }

  private boolean bringBack(Sql sql, Table target, SavedRow row, boolean strict)
      throws SQLException {
    var sets =
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    Sql.quoted(columns.get(i))
                        + (row.values().get(i).isEmpty() ? " = NULL" : " = ?"))
            .collect(joined());
    var key =
        target.key().stream()
            .map(k -> "t." + Sql.quoted(k) + " = ?")
            .collect(Collectors.joining(" AND "));
    var arguments =
        Stream.of(
                row.values().stream().flatMap(Optional::stream),
                row.key().stream(),
                strict ? given() : Stream.<String>empty())
            .flatMap(s -> s)
            .toArray(String[]::new);
    return sql.update(
            "UPDATE %s t SET %s WHERE %s%s"
                .formatted(target.name(), sets, key, strict ? " AND " + allWanted(target) : ""),
            arguments)
        == 1;
  }

  private SystemException changed(PostgresReader system, List<String> rows) {
    var shown = rows.stream().limit(SHOWN).collect(Collectors.joining("; "));
    return system.refusal(
        "has %,d rows of %s that are gone or were changed again since: %s%s"
            .formatted(rows.size(), table, shown, rows.size() > SHOWN ? "; …" : ""),
        "Nothing was brought back. See these rows; set them by hand as they should be after this"
            + " step, and undo again, or bring back the others by hand.");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
