package dev.rollback.adapter.postgres.migration;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Risk;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import java.util.Map;

/** An action that undoes migrations by scripts, in one transaction. */
interface Downgrade extends Action<MigrationState, PostgresReader, PostgresWriter> {

  /** What is there now, and the way down from it where there is one. */
  Migrations.Found find(PostgresReader system);

  @Override
  default Observed<MigrationState> observe(PostgresReader system) {
    return find(system).observed(system.secrets()::masked);
  }

  @Override
  default Risk risk(MigrationState before, MigrationState after) {
    return Risk.DESTRUCTIVE;
  }

  /** What the scripts say is known; what their code does, and to how many rows, is not. */
  @Override
  default Trust trust() {
    return Trust.BOUNDED;
  }

  @Override
  default Undo undo() {
    return Migrations.NO_UNDO;
  }

  @Override
  default Map<String, Long> magnitude(MigrationState before, MigrationState after) {
    return Map.of("rows", Math.abs(before.rows().value() - after.rows().value()));
  }

  @Override
  default boolean covers(MigrationState approved, MigrationState now) {
    return approved.covers(now);
  }
}
