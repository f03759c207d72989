package dev.rollback.adapter.postgres.migration;

import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.util.List;

/** Which version of a schema is current, and what would undo it. */
@Doc("Which version of a schema is current, and what is to be run to undo it.")
public record MigrationState(
    @Doc("The version that is current.") String version,
    @Doc("The scripts that are to be run, the first one first, with their hashes.")
        List<String> scripts,
    @Doc("The fingerprint of what is defined in the schemas.") Hint<String> schema,
    @Doc("How many rows and values the scripts would take away.") Hint<Long> rows) {

  /** Keeps its own copy of the scripts. */
  public MigrationState {
    scripts = List.copyOf(scripts);
  }

  /** The state once they have been run. What is defined then is known when it is. */
  MigrationState undoneTo(String earlier) {
    return new MigrationState(earlier, List.of(), schema, new Hint<>(0L));
  }

  /**
   * Whether an approval of one covers the other: the same version and scripts upon the same
   * definitions. Rows come and go meanwhile; but what was empty must still be.
   */
  boolean covers(MigrationState now) {
    return equals(now)
        && schema.value().equals(now.schema().value())
        && (rows.value() > 0 || now.rows().value() == 0);
  }
}
