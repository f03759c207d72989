package dev.rollback.adapter.postgres;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.adapter.postgres.backup.Backup;
import dev.rollback.adapter.postgres.backup.BackupAge;
import dev.rollback.adapter.postgres.migration.AlembicCurrent;
import dev.rollback.adapter.postgres.migration.AlembicDowngrade;
import dev.rollback.adapter.postgres.migration.FlywayInfo;
import dev.rollback.adapter.postgres.migration.FlywayUndo;
import dev.rollback.adapter.postgres.migration.MigrationState;
import dev.rollback.adapter.postgres.roles.BlockAccess;
import dev.rollback.adapter.postgres.roles.OldSessions;
import dev.rollback.adapter.postgres.roles.RotatePassword;
import dev.rollback.adapter.postgres.rows.RowSet;
import dev.rollback.adapter.postgres.rows.Update;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** PostgreSQL, 10 or later: one database of one server. */
public final class PostgresAdapter
    implements Adapter<PostgresSettings, PostgresReader, PostgresWriter> {
  private final Patience patience;
  private final Machine machine;

  /**
   * With the usual time-outs.
   *
   * @param environment of the process; client programs are looked for in its PATH
   * @param base what relative paths of steps start at: the folder of rollback.yaml
   */
  public PostgresAdapter(Map<String, String> environment, Path base) {
    this(environment, base, Clock.systemUTC());
  }

  /** The same, with the clock by which plans are made. */
  public PostgresAdapter(Map<String, String> environment, Path base, Clock clock) {
    this(Patience.USUAL, new Machine(environment, base, clock));
  }

  PostgresAdapter(Patience patience, Machine machine) {
    this.patience = patience;
    this.machine = machine;
  }

  @Override
  public String system() {
    return "postgres";
  }

  @Override
  public Class<PostgresSettings> settings() {
    return PostgresSettings.class;
  }

  @Override
  public List<StepType<PostgresReader, PostgresWriter>> steps() {
    return List.of(
        StepType.check("postgres.query", Query.class, Query.Values.class),
        StepType.check("postgres.connections", Connections.class, Connections.Values.class),
        StepType.check("postgres.schema", SchemaCheck.class, SchemaCheck.Values.class),
        StepType.action("postgres.update", Update.class, RowSet.class),
        StepType.action("postgres.block-access", BlockAccess.class, BlockAccess.State.class),
        StepType.action(
            "postgres.rotate-password", RotatePassword.class, RotatePassword.State.class),
        StepType.check("postgres.old-sessions", OldSessions.class, OldSessions.Values.class),
        StepType.capture("postgres.snapshot", ServerSnapshot.class),
        StepType.oneWay("postgres.restore-point", RestorePoint.class),
        StepType.action("postgres.backup", Backup.class, Backup.State.class),
        StepType.check("postgres.backup-age", BackupAge.class, BackupAge.Values.class),
        StepType.action("flyway.undo", FlywayUndo.class, MigrationState.class),
        StepType.check("flyway.info", FlywayInfo.class, FlywayInfo.Values.class),
        StepType.action("alembic.downgrade", AlembicDowngrade.class, MigrationState.class),
        StepType.check("alembic.current", AlembicCurrent.class, AlembicCurrent.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return Dialer.FACTS;
  }

  @Override
  public void validate(PostgresSettings settings) {
    Endpoint.parse(settings.url());
  }

  @Override
  public Connection<PostgresReader, PostgresWriter> connect(
      PostgresSettings settings, Pin pin, Secrets secrets) {
    var endpoint = Endpoint.parse(settings.url());
    var dialer = new Dialer(endpoint, settings, pin, secrets, patience, machine);
    return new PostgresConnection(endpoint, dialer, pin);
  }
}
