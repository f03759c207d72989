package dev.rollback.adapter.postgres;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.function.Function;

/** What actions and checks need on a PostgreSQL server, and how it is asked for. */
public final class PostgresNeeds {
  /** Who holds a target takes some 300 bytes; names have room besides. */
  private static final int ROOM = 1024;

  private PostgresNeeds() {}

  /** That a query may be run. Whether it succeeds is what the check itself finds out. */
  static Requirement<PostgresReader> query(Select select) {
    return Requirement.apply("a query: " + select.label(), reader -> runnable(reader, select));
  }

  /**
   * A table that is not there may be what a step brings, and a server that is away what the check
   * is there to find: neither is missing. A refusal stays one.
   */
  private static Finding runnable(PostgresReader reader, Select select) {
    try {
      reader.explain(select);
      return new Finding.Met();
    } catch (SystemException e) {
      var state = PostgresErrors.stateBehind(e).orElse("none");
      if (SqlState.PRIVILEGE.has(state) || SqlState.SYNTAX.has(state)) {
        return new Finding.Missing(e.problem(), e.advice().orElse("Ask the server's owner."));
      }
      if (SqlState.comesAndGoes(state)) {
        return new Finding.Met();
      }
      throw e;
    }
  }

  /** What holding a target takes. */
  static List<Requirement<PostgresReader>> forLease() {
    return List.of(
        primary(),
        Requirement.both("a session that no pooler shares", PostgresNeeds::direct),
        select("pg_catalog.pg_locks"),
        select("pg_catalog.pg_stat_activity"),
        execute("pg_catalog.pg_try_advisory_lock(bigint)"),
        execute("pg_catalog.pg_advisory_lock(bigint)"),
        execute("pg_catalog.pg_advisory_unlock(bigint)"),
        Requirement.both("track_activity_query_size of " + ROOM, PostgresNeeds::room));
  }

  /**
   * Something that is read to be found out. A right that reading needs is missed under its own
   * name.
   */
  public static Requirement<PostgresReader> readable(
      String what, Function<PostgresReader, Finding> probe) {
    return Requirement.apply(
        what,
        reader -> {
          try {
            return probe.apply(reader);
          } catch (SystemException e) {
            if (PostgresErrors.stateBehind(e).filter(SqlState.PRIVILEGE::has).isPresent()) {
              return new Finding.Met();
            }
            throw e;
          }
        });
  }

  /** A server that takes writes, for all that it is asked. */
  public static Requirement<PostgresReader> primary() {
    return Requirement.both("a primary server", PostgresNeeds::primary);
  }

  private static Finding primary(PostgresReader reader) {
    return reader.server().standby()
        ? new Finding.Missing(
            "This server is a standby: it takes no writes, and a lock on it is none on the"
                + " primary.",
            "Name the primary in rollback.yaml.")
        : new Finding.Met();
  }

  private static Finding direct(PostgresReader reader) {
    return reader.server().pooled()
        ? new Finding.Missing(
            "There is a pooler in between, which may give the session that holds a lock to others.",
            "Give the address of the server itself in `url`.")
        : new Finding.Met();
  }

  /** The right to INSERT, UPDATE or DELETE rows of a table, named with its schema. */
  public static Requirement<PostgresReader> write(String verb, String relation) {
    return privilege("table", verb, relation, "GRANT " + verb + " ON " + relation);
  }

  /** The right to set one column of a table. */
  public static Requirement<PostgresReader> updateOf(String column, String relation) {
    var question =
        Select.of(
            "SELECT pg_catalog.has_column_privilege(?::pg_catalog.text, ?, 'UPDATE')",
            relation,
            column);
    return Requirement.both(
        "UPDATE (%s) on %s".formatted(column, relation),
        reader ->
            reader.query(question).value().asBoolean()
                ? new Finding.Met()
                : new Finding.Missing(
                    "Role " + reader.server().user() + " may not.",
                    "GRANT UPDATE (%s) ON %s TO %s;"
                        .formatted(column, relation, reader.server().user())));
  }

  /** The right to read a table or a view, named with its schema. */
  public static Requirement<PostgresReader> select(String relation) {
    return privilege("table", "SELECT", relation, "GRANT SELECT ON " + relation);
  }

  /** The same, where there is such a table or view at all. */
  public static Requirement<PostgresReader> selectWhereThere(String relation) {
    return right(
        "SELECT on " + relation,
        "SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass('%1$s'), 'SELECT'), true)"
            .formatted(relation.replace("'", "''")),
        "GRANT SELECT ON " + relation);
  }

  /** The right to call a function, named with its schema and the types of its arguments. */
  public static Requirement<PostgresReader> execute(String function) {
    return privilege("function", "EXECUTE", function, "GRANT EXECUTE ON FUNCTION " + function);
  }

  private static Requirement<PostgresReader> privilege(
      String kind, String verb, String object, String grant) {
    return right(
        verb + " on " + object,
        "SELECT pg_catalog.has_%s_privilege('%s', '%s')"
            .formatted(kind, object.replace("'", "''"), verb),
        grant);
  }

  private static Requirement<PostgresReader> right(String name, String asked, String grant) {
    var question = Select.of(asked);
    return Requirement.both(
        name,
        reader ->
            reader.query(question).value().asBoolean()
                ? new Finding.Met()
                : new Finding.Missing(
                    "Role " + reader.server().user() + " may not.",
                    grant + " TO " + reader.server().user() + ";"));
  }

  private static Finding room(PostgresReader reader) {
    var shown = reader.query(Select.of(LockNote.ROOM)).value().asInt();
    return shown >= ROOM
        ? new Finding.Met()
        : new Finding.Missing(
            "The server shows %,d bytes of a session's last statement, where the claim is to stand."
                .formatted(shown),
            "Set track_activities = on and track_activity_query_size = 1024 on the server.");
  }
}
