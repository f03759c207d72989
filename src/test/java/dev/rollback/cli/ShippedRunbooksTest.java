package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the repository ships keeps to the rules that it asks of others. */
class ShippedRunbooksTest {
  @TempDir private Path home;

  @Test
  void lintFindsNothingInThem() {
    var shell =
        new Shell(home)
            .export("ROLLBACK_RUNBOOKS", Path.of("runbooks").toAbsolutePath().toString());

    var result = shell.run("lint", "--strict");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("Nothing to improve in ");
  }
}
