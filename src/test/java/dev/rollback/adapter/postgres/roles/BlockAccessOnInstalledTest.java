package dev.rollback.adapter.postgres.roles;

import dev.rollback.adapter.postgres.InstalledPostgres;
import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract for {@code postgres.block-access} on the PostgreSQL that is installed: another
 * version.
 */
@Tag("lab")
class BlockAccessOnInstalledTest extends BlockAccessContractTest {
  @BeforeAll
  static void installed() {
    Assumptions.assumeTrue(
        InstalledPostgres.binaries().isPresent(), "no PostgreSQL is installed here");
  }

  @Override
  protected TestPostgres start() {
    return TestPostgres.installed();
  }
}
