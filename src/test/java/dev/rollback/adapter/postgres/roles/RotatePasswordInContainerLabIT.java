package dev.rollback.adapter.postgres.roles;

import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Tag;

/** The contract for {@code postgres.rotate-password} on the PostgreSQL of an image. */
@Tag("lab")
class RotatePasswordInContainerLabIT extends RotatePasswordContractTest {
  @Override
  protected TestPostgres start() {
    return TestPostgres.inContainer();
  }
}
