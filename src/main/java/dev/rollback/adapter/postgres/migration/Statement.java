package dev.rollback.adapter.postgres.migration;

import dev.rollback.diagnostic.SystemException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * One statement of a script.
 *
 * @param sql as it is sent
 * @param tokens its pieces
 */
record Statement(String sql, List<Token> tokens) {
  /**
   * What PostgreSQL and its extensions are told a password by: roles, foreign servers. Spaces and
   * comments may stand between; and a text is written in quotes, with escapes, or in dollars.
   */
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?is)\\b(password)(?:\\s|--[^\\n]*+|/\\*.*?\\*/)*+"
              + "(?:E'(?:[^'\\\\]++|\\\\.|'')*+(?:'|\\z)"
              + "|(?:U&)?'(?:[^']++|'')*+(?:'|\\z)"
              + "|(\\$\\w*\\$).*?(?:\\2|\\z))");

  private static final int LONGEST_SHOWN = 100;

  /** What begins, ends or divides a transaction. */
  private static final Set<String> TRANSACTION =
      Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");

  /** The first words of what PostgreSQL does outside of transactions alone. */
  private static final List<List<String>> ALONE =
      List.of(
          List.of("vacuum"),
          List.of("create", "database"),
          List.of("drop", "database"),
          List.of("create", "tablespace"),
          List.of("drop", "tablespace"),
          List.of("alter", "system"),
          List.of("reindex", "database"),
          List.of("reindex", "system"),
          List.of("create", "subscription"),
          List.of("drop", "subscription"),
          List.of("prepare", "transaction"));

  /** The statements of a script, as the driver tells them apart; comments alone are none. */
  static List<Statement> of(String name, String script) {
    try {
      return Parser.parseJdbcSql(script, true, false, true, false, false).stream()
          .map(part -> new Statement(part.nativeSql.strip(), Token.of(part.nativeSql)))
          .filter(statement -> !statement.tokens().isEmpty())
          .toList();
    } catch (SQLException e) {
      throw SystemException.refused(
          name + " cannot be taken apart into statements: " + e.getMessage(),
          "Correct the script.",
          e);
    }
  }

  /** Whether its first words are these. */
  boolean begins(String... words) {
    return at(0, words);
  }

  /** Whether these words stand there. */
  boolean at(int place, String... words) {
    for (var i = 0; i < words.length; i++) {
      if (place + i >= tokens.size() || !tokens.get(place + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean has(String word) {
    return tokens.stream().anyMatch(t -> t.is(word));
  }

  /** Whether it begins, ends or divides a transaction. */
  boolean controlsTransaction() {
    return !tokens.isEmpty()
        && tokens.getFirst().kind() == Token.Kind.WORD
        && TRANSACTION.contains(tokens.getFirst().text());
  }

  /** Why it cannot be one of several in a transaction that is taken back when one fails. */
  Optional<String> unfit() {
    if (tokens.getFirst().sign('\\')) {
      return Optional.of("is a command of psql, not of the server");
    }
    if (controlsTransaction()) {
      return Optional.of("begins or ends a transaction, and all is done in one");
    }
    if (begins("copy")) {
      return Optional.of("reads or writes data beside the script");
    }
    if ((has("concurrently") && !begins("refresh"))
        || ALONE.stream().anyMatch(words -> begins(words.toArray(String[]::new)))) {
      return Optional.of("cannot run in a transaction");
    }
    if (begins("alter", "type") && addsValue()) {
      return Optional.of("adds a value to a type, which no transaction can use or take back");
    }
    return Optional.empty();
  }

  private boolean addsValue() {
    for (var i = 2; i < tokens.size(); i++) {
      if (at(i, "add", "value")) {
        return true;
      }
    }
    return false;
  }

  /** It on one line, without the passwords that it sets, cut where it is long. */
  String label() {
    return label(UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param masking masks the secrets that are known, before anything is cut
   */
  String label(UnaryOperator<String> masking) {
    var shown = masking.apply(PASSWORD.matcher(sql).replaceAll("$1 '***'"));
    var line =
        shown
            .lines()
            .map(String::strip)
            .filter(l -> !l.startsWith("--"))
            .reduce((a, b) -> a + " " + b)
            .orElse("")
            .strip();
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + " …";
  }
}
