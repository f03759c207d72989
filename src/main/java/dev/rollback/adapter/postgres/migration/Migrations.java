package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Undo;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.SchemaPrint;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Hint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What undoing a migration has in common, whoever made it. */
final class Migrations {
  private static final int MOST_STATEMENTS_SHOWN = 40;

  static final Undo NO_UNDO =
      Undo.impossible(
          "what the scripts take away is gone: migrating again brings back the definitions, and not"
              + " the rows. Put a postgres.backup step before it.");

  private Migrations() {}

  /**
   * What is there.
   *
   * @param history tells this history from every later one
   * @param remarks what a person should know besides of what is to be undone
   */
  record Found(
      String version,
      String history,
      List<String> remarks,
      List<Script> scripts,
      Damage damage,
      String schema) {
    Found {
      remarks = List.copyOf(remarks);
      scripts = List.copyOf(scripts);
    }

    /** What is observed, and what will be run; {@code masking} masks the secrets that are known. */
    Observed<MigrationState> observed(UnaryOperator<String> masking) {
      var notes = new ArrayList<>(remarks);
      notes.addAll(damage.lines());
      for (var script : scripts) {
        notes.add(script.label() + ":");
        script.statements().stream()
            .limit(MOST_STATEMENTS_SHOWN)
            .forEach(statement -> notes.add("  " + statement.label(masking)));
        if (script.statements().size() > MOST_STATEMENTS_SHOWN) {
          notes.add(
              "  and %,d statements more"
                  .formatted(script.statements().size() - MOST_STATEMENTS_SHOWN));
        }
      }
      return new Observed<>(
          new MigrationState(
              version,
              scripts.stream().map(Script::label).toList(),
              new Hint<>(schema),
              new Hint<>(damage.rows())),
          moment(history, schema),
          notes);
    }
  }

  /** What a write compares: nobody has migrated since, nor changed a definition by hand. */
  static String moment(String history, String schema) {
    return history + " " + schema;
  }

  /** What is defined in these schemas now, without the migrations' own table. */
  static String print(Sql sql, Collection<String> schemas, String versionTable)
      throws SQLException {
    return SchemaPrint.of(sql, schemas, List.of(versionTable)).fingerprint();
  }

  /**
   * The state that is wanted.
   *
   * @throws SystemException when it is neither here nor there
   */
  static MigrationState desired(MigrationState before, String from, String to) {
    if (before.version().equals(to)) {
      return before;
    }
    if (!before.version().equals(from)) {
      throw SystemException.refused(
          "The current version is %s, and this step goes from %s to %s."
              .formatted(before.version(), from, to),
          "See what was migrated. Correct `from` and `to` only when you know what it was.");
    }
    if (before.scripts().isEmpty()) { // an earlier step's plan ends here; nobody has looked yet
      throw SystemException.refused(
          "What leads from %s to %s is known only once %s is current, and so it cannot be shown."
              .formatted(from, to, from),
          "Make one step of the two: its `from` is the first one's, its `to` the last one's.");
    }
    return before.undoneTo(to);
  }

  /** The scripts as they are now, which must be those that were observed. */
  static List<Script> same(Found now, MigrationState observed) {
    if (!now.version().equals(observed.version())) {
      throw SystemException.refused(
          "The current version is %s now, and was %s a moment ago."
              .formatted(now.version(), observed.version()),
          "Somebody else migrates. Plan again, and look at the new preview.");
    }
    if (!now.scripts().stream().map(Script::label).toList().equals(observed.scripts())) {
      throw SystemException.refused(
          "The scripts are not those any more that were approved.",
          "Somebody has edited them. Plan again, and look at the new preview.");
    }
    return now.scripts();
  }

  /** Runs scripts, one statement after the other. */
  static void run(Sql sql, List<Script> scripts, String path) throws SQLException {
    for (var script : scripts) {
      sql.searchPath(path);
      for (var statement : script.statements()) {
        sql.run(statement.sql());
      }
    }
    sql.run("RESET ROLE");
    sql.searchPath("pg_catalog");
  }

  /** Where names without a schema are looked for in a script: there first, then as usual. */
  static String path(Sql sql, List<String> first) throws SQLException {
    sql.usualSearchPath();
    var usual = sql.one("SHOW search_path", row -> row.getString(1));
    sql.searchPath("pg_catalog");
    return Stream.concat(first.stream().map(Sql::quoted), Stream.of(usual))
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(", "));
  }

  /** That everything that would be dropped or altered belongs to this role. */
  static Requirement<PostgresReader> ownership(Function<PostgresReader, Damage> damage) {
    return PostgresNeeds.readable(
        "ownership of what the scripts drop",
        reader -> {
          var foreign = damage.apply(reader).foreign();
          return foreign.isEmpty()
              ? new Finding.Met()
              : new Finding.Missing(
                  "Role "
                      + reader.server().user()
                      + " may not drop or alter what is not its own: "
                      + String.join("; ", foreign),
                  "Use the role that migrates, or GRANT the owner TO %s;"
                      .formatted(reader.server().user()));
        });
  }
}
