package dev.rollback.sandbox.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the runbooks take for the last good release is the one that runs while all is well. */
class GoodReleaseTest {
  @Test
  void migrationFailureGoesBackToIt() throws IOException {
    assertThat(Files.readString(Path.of("runbooks/migration-failure.yaml")))
        .contains("default: \"registry.grid.example/grid-api@" + Release.GOOD.digest() + "\"");
  }
}
