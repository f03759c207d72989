package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Tag;

/** The contract for {@code flyway.undo} on the PostgreSQL of an image. */
@Tag("lab")
class FlywayUndoInContainerLabIT extends FlywayUndoContractTest {
  @Override
  protected TestPostgres start() {
    return TestPostgres.inContainer();
  }
}
