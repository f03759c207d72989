package dev.rollback.adapter.postgres.roles;

import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Tag;

/** The contract for {@code postgres.block-access} on the PostgreSQL of an image. */
@Tag("lab")
class BlockAccessInContainerLabIT extends BlockAccessContractTest {
  @Override
  protected TestPostgres start() {
    return TestPostgres.inContainer();
  }
}
