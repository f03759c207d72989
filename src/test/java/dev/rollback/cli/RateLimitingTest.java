package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.Customer;
import dev.rollback.sandbox.site.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attack looks like false positives to customers, and must find the limits where they are. */
class RateLimitingTest {
  private static final int LIMIT = 60;

  @TempDir private Path home;

  @Test
  void inAnAttackTheLimitsStayAsTheyAre() throws IOException, InterruptedException {
    try (var sandbox = Sandbox.start()) {
      sandbox.patch(
          "Deployment",
          "grid-api",
          """
          {"spec": {"template": {"spec": {"containers": [
            {"name": "grid-api", "env": [{"name": "LOGIN_RATE_LIMIT", "value": "%d"}]}]}}}}
          """
              .formatted(LIMIT));
      sandbox.awaitRollOut();
      guess(sandbox);
      var before = Footprint.of(sandbox);

      var result =
          new Shell(home)
              .export("ROLLBACK_CONFIG", DrillTarget.write(sandbox).toString())
              .export("ROLLBACK_RUNBOOKS", Path.of("runbooks").toAbsolutePath().toString())
              .run("scenario", "rate-limiting", "--yes");

      assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.CHECK.code());
      assertThat(result.out()).contains("Somebody guesses passwords");
      assertThat(result.err()).contains("It is no attack").contains("Nothing was changed");
      assertThat(before.changedIn(Footprint.of(sandbox))).isEmpty();
      assertThat(sandbox.cluster().writes("deployments.apps")).isEmpty();
    }
  }

  /** Until the user whose password is guessed is locked out, too. */
  private static void guess(Sandbox sandbox) throws IOException, InterruptedException {
    var user = sandbox.accounts().smoke();
    try (var stranger = new Customer(sandbox.http(), Duration.ofSeconds(5))) {
      // Logins of before count as well, so that it may be fewer than the limit.
      var guesses = 0;
      while (stranger.login(user.email(), "guess-" + guesses) == 401) {
        guesses++;
      }
      assertThat(guesses).isBetween(20, LIMIT);
      assertThat(stranger.login(user.email(), user.password())).isEqualTo(429);
    }
  }
}
