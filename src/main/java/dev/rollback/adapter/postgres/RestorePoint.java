package dev.rollback.adapter.postgres;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** {@code postgres.restore-point}: a named place in the write-ahead log. */
@Doc(
    "Marks this moment in the server's write-ahead log, as a target for a recovery of the whole"
        + " server (recovery_target_name). It is of use only where the log is archived and a base"
        + " backup is there.")
public record RestorePoint(
    @Doc("Its name, at most 63 bytes; a recovery takes the first one of a name.") String name)
    implements TimedOneWayAction<PostgresReader, PostgresWriter> {
  private static final int LONGEST = 63;
  private static final Timeouts PATIENCE =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10));
  private static final String SETTINGS =
      "SELECT current_setting('wal_level') AS level, current_setting('archive_mode') AS archive";

  /**
   * Takes the name.
   *
   * @throws IllegalArgumentException when the server would not take it
   */
  public RestorePoint {
    var bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LONGEST) {
      throw new IllegalArgumentException("`name` has 1 to " + LONGEST + " bytes");
    }
  }

  @Override
  public Target target() {
    return Target.of("restore point " + name);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(
        PostgresNeeds.primary(),
        PostgresNeeds.execute("pg_catalog.pg_create_restore_point(text)"),
        Requirement.apply("wal_level replica or logical", RestorePoint::logged));
  }

  private static Finding logged(PostgresReader system) {
    var settings = system.query(Select.of(SETTINGS)).first();
    if (settings.path("level").asText().equals("minimal")) {
      return new Finding.Missing(
          "The server's wal_level is minimal: nothing can be recovered from its log.",
          "Set wal_level = replica (it takes a restart), or leave this step out.");
    }
    return settings.path("archive").asText().equals("off")
        ? new Finding.Warning(
            "The server's archive_mode is off: unless its log is streamed to an archive, no"
                + " recovery will reach this restore point.",
            "See how the log is kept.")
        : new Finding.Met();
  }

  @Override
  public Risk risk() {
    return Risk.REVERSIBLE;
  }

  @Override
  public String preview() {
    return "SELECT pg_create_restore_point('" + name.replace("'", "''") + "')";
  }

  @Override
  public String execute(PostgresWriter system) {
    return execute(system, PATIENCE.statement(), _ -> {});
  }

  @Override
  public String execute(PostgresWriter system, Duration patience, Consumer<String> progress) {
    var place =
        system.atOnce(
            "making a restore point",
            PATIENCE.within(patience),
            sql ->
                sql.one("SELECT pg_create_restore_point(?::text)", row -> row.getString(1), name));
    return "restore point " + name + " at " + place;
  }
}
