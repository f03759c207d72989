package dev.rollback.adapter.postgres.backup;

import dev.rollback.adapter.postgres.InstalledPostgres;
import dev.rollback.adapter.postgres.TestPostgres;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/** The contract for {@code postgres.backup} on the PostgreSQL of an image. */
@Tag("lab")
class BackupInContainerLabIT extends BackupContractTest {
  @Override
  protected TestPostgres start() {
    var server = TestPostgres.inContainer();
    var version = Integer.parseInt(server.ask("SHOW server_version_num").getFirst()) / 10_000;
    if (InstalledPostgres.version() < version) {
      server.close();
      Assumptions.abort("the client programs installed here are older than the image's server");
    }
    return server;
  }
}
