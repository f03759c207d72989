package dev.rollback.adapter.postgres.rows;

import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Tag;

/** The contract for {@code postgres.update} on the PostgreSQL of an image. */
@Tag("lab")
class UpdateInContainerLabIT extends UpdateContractTest {
  @Override
  protected TestPostgres start() {
    return TestPostgres.inContainer();
  }
}
