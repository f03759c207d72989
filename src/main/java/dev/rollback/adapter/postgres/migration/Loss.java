package dev.rollback.adapter.postgres.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a statement takes away, as far as its words tell. */
sealed interface Loss {
  /** A name as it is written, each part for itself: {@code grid}, {@code users}. */
  record Name(List<String> parts) {
    public Name {
      parts = List.copyOf(parts);
    }
  }

  /** A table with all that is in it. */
  record Table(Name name) implements Loss {}

  /** A column with all that is in it. */
  record Column(Name table, String column) implements Loss {}

  /** A column that has another type afterwards. */
  record Retyped(Name table, String column) implements Loss {}

  /** A schema; with CASCADE all that is in it. */
  record Schema(Name name, boolean cascade) implements Loss {}

  /** Rows of a table that is left: deleted, changed, or all of them. */
  record Rows(Name table, String verb) implements Loss {}

  /** Code that the server runs: what it does stands in it. */
  record Code(String label) implements Loss {}

  Set<String> RUNS_CODE = Set.of("do", "call", "select", "with", "execute", "merge");

  /** All that a statement takes away. */
  static List<Loss> of(Statement statement) {
    if (statement.begins("drop", "table")) {
      return names(statement, afterIfExists(statement, 2)).stream().<Loss>map(Table::new).toList();
    }
    if (statement.begins("drop", "schema")) {
      var cascade = statement.tokens().getLast().is("cascade");
      return names(statement, afterIfExists(statement, 2)).stream()
          .<Loss>map(name -> new Schema(name, cascade))
          .toList();
    }
    if (statement.begins("alter", "table")) {
      return altered(statement);
    }
    if (statement.begins("truncate")) {
      var at = skip(statement, skip(statement, 1, "table"), "only");
      return names(statement, at).stream().<Loss>map(n -> new Rows(n, "empties")).toList();
    }
    if (statement.begins("delete", "from")) {
      return rows(statement, 2, "deletes rows of");
    }
    if (statement.begins("update")) {
      return rows(statement, 1, "changes rows of");
    }
    if (statement.begins("drop", "owned")
        || RUNS_CODE.stream().anyMatch(word -> statement.begins(word))) {
      return List.of(new Code(statement.label()));
    }
    return List.of();
  }

  private static List<Loss> rows(Statement statement, int at, String verb) {
    return name(statement, skip(statement, at, "only")).stream()
        .<Loss>map(found -> new Rows(found.name(), verb))
        .toList();
  }

  private static List<Loss> altered(Statement statement) {
    var table = name(statement, skip(statement, afterIfExists(statement, 2), "only"));
    if (table.isEmpty()) {
      return List.of(new Code(statement.label()));
    }
    var found = new ArrayList<Loss>();
    for (var at : clauses(statement, table.get().end())) {
      clause(statement, at, table.get().name()).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Where the parts of it begin that commas divide. */
  private static List<Integer> clauses(Statement statement, int from) {
    var begins = new ArrayList<Integer>(List.of(from));
    var depth = 0;
    for (var i = from; i < statement.tokens().size(); i++) {
      var token = statement.tokens().get(i);
      depth += token.sign('(') ? 1 : token.sign(')') ? -1 : 0;
      if (depth == 0 && token.sign(',')) {
        begins.add(i + 1);
      }
    }
    return List.copyOf(begins);
  }

  private static Optional<Loss> clause(Statement statement, int at, Name table) {
    if (statement.at(at, "drop") && !statement.at(at, "drop", "constraint")) {
      return name(statement, afterIfExists(statement, skip(statement, at + 1, "column")))
          .map(found -> new Column(table, found.name().parts().getFirst()));
    }
    if (statement.at(at, "alter")) {
      return name(statement, skip(statement, at + 1, "column"))
          .filter(
              found ->
                  statement.at(found.end(), "type")
                      || statement.at(found.end(), "set", "data", "type"))
          .map(found -> new Retyped(table, found.name().parts().getFirst()));
    }
    return Optional.empty();
  }

  private static int afterIfExists(Statement statement, int at) {
    return statement.at(at, "if", "exists") ? at + 2 : at;
  }

  private static int skip(Statement statement, int at, String word) {
    return statement.at(at, word) ? at + 1 : at;
  }

  /** A name, and where it ends. */
  record Found(Name name, int end) {}

  private static Optional<Found> name(Statement statement, int at) {
    var tokens = statement.tokens();
    var parts = new ArrayList<String>();
    var i = at;
    while (i < tokens.size() && tokens.get(i).names()) {
      parts.add(tokens.get(i).text());
      i++;
      if (i >= tokens.size() || !tokens.get(i).sign('.')) {
        break;
      }
      i++;
    }
    if (i < tokens.size() && tokens.get(i).sign('*')) {
      i++;
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Found(new Name(parts), i));
  }

  private static List<Name> names(Statement statement, int at) {
    var names = new ArrayList<Name>();
    var found = name(statement, at);
    while (found.isPresent()) {
      names.add(found.get().name());
      var end = found.get().end();
      found =
          end < statement.tokens().size() && statement.tokens().get(end).sign(',')
              ? name(statement, end + 1)
              : Optional.empty();
    }
    return List.copyOf(names);
  }
}
