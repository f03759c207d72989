package dev.rollback.adapter.postgres;

import dev.rollback.action.Capture;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code postgres.snapshot}. */
@Doc(
    "Keeps what the server says of itself at one moment, a line of JSON for each row: sessions,"
        + " locks, statistics of databases, tables and replication, and the settings that are not"
        + " the default. The texts of queries hold people's data and are left out unless `queries`"
        + " asks for them. A role sees its own sessions; pg_monitor sees all.")
public record ServerSnapshot(
    @Doc("Whether the texts of queries are kept.") @Default("false") boolean queries,
    @Doc("How many rows of each are kept at most: 1 to 100000.") @Default("10000") int rows)
    implements Capture<PostgresReader> {
  private static final int MOST = 100_000;

  /** Settings that may have a password in them, for those who may read them. */
  private static final String SETTINGS =
      """
      pg_settings v WHERE v.source <> 'default'
        AND v.name NOT IN ('primary_conninfo', 'archive_command', 'restore_command',
          'ssl_passphrase_command', 'archive_cleanup_command', 'recovery_end_command')\
      """;

  private static final Map<String, String> VIEWS = views();

  private static Map<String, String> views() {
    var views = new LinkedHashMap<String, String>();
    views.put("pg_stat_activity", "pg_stat_activity v");
    views.put("pg_locks", "pg_locks v");
    views.put("pg_stat_database", "pg_stat_database v");
    views.put("pg_stat_user_tables", "pg_stat_user_tables v");
    views.put("pg_stat_replication", "pg_stat_replication v");
    views.put("pg_settings", SETTINGS);
    return views;
  }

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public ServerSnapshot {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("`rows` is " + rows + "; it can be 1 to " + MOST);
    }
  }

  @Override
  public Target target() {
    return Target.of("server", "statistics");
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return VIEWS.keySet().stream().map(view -> PostgresNeeds.select("pg_catalog." + view)).toList();
  }

  @Override
  public String preview() {
    return String.join(", ", VIEWS.keySet())
        + (queries ? ", with the texts of queries" : ", without the texts of queries");
  }

  @Override
  public String collect(PostgresReader system, Files files) {
    var cut = new ArrayList<String>();
    var found =
        system.read(
            "keeping what the server says of itself", Patience.USUAL.statement(), this::found);
    found.forEach(
        (view, lines) -> {
          if (lines.size() > rows) {
            cut.add(view);
          }
          files.keep(view + ".jsonl", lines.stream().limit(rows));
        });
    return cut.isEmpty() ? "" : "cut after %,d rows: %s".formatted(rows, String.join(", ", cut));
  }

  /** All of one moment; one row more than is kept tells that there are more. */
  private Map<String, List<String>> found(Sql sql) throws SQLException {
    var found = new LinkedHashMap<String, List<String>>();
    var hidden = queries ? "" : " - 'query'";
    for (var view : VIEWS.entrySet()) {
      var statement =
          "SELECT (to_jsonb(v)%s)::text FROM %s LIMIT %d"
              .formatted(hidden, view.getValue(), rows + 1);
      found.put(view.getKey(), sql.all(statement, row -> row.getString(1)));
    }
    return found;
  }
}
