package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runbook that must have been drilled: the record that a drill leaves, and what it is worth. */
class DrillRecordTest {
  @TempDir private Path home;

  @Test
  void aRecordedDrillIsWorthSomethingForTheRunbookThatWasDrilledAndForAWhile() throws IOException {
    var runbook = home.resolve("runbooks/auth-failure.yaml");
    Files.createDirectories(home.resolve("runbooks"));
    Files.copy(Path.of("runbooks/auth-failure.yaml"), runbook);
    var shell = new Shell(home);
    try (var production = new Production()) {
      production.configure(home, List.of("policy: {gates: terminal, drilled-within: P30D}"));
      production.setEnv("AUTH_SYSTEM_ENABLED", "true");
      production.redis().command(List.of("set", "api_key:1", "x"));
      production
          .sandbox()
          .inject(dev.rollback.sandbox.fault.Faults.named("stale-keys").orElseThrow());
      assertThat(why(shell)).contains("there is no record of a drill of this runbook");

      var drill = shell.run("drill", "auth-failure", "--no-input", "--approve-all", "--record");
      assertThat(drill.exit()).as(drill.out() + drill.err()).isZero();
      assertThat(drill.out()).contains("Recorded: ").contains("auth-failure.drill.json");
      assertThat(Files.readString(home.resolve("runbooks/auth-failure.drill.json")))
          .contains("\"healed\" : true");
      assertThat(shell.run("policy", "explain", "auth-failure").out())
          .contains("the target's name is typed")
          .doesNotContain("drilled");

      shell.clock().forward(Duration.ofDays(31));
      assertThat(why(shell)).contains("the runbook was drilled last at");
      shell.clock().forward(Duration.ofDays(-31));
      Files.writeString(runbook, Files.readString(runbook) + "# another line\n");
      assertThat(why(shell)).contains("the runbook was changed since its drill");
      Files.writeString(home.resolve("runbooks/auth-failure.drill.json"), "{}");
      assertThat(shell.run("scenario", "auth-failure", "--yes").err())
          .contains("is no record of a drill");
    }
  }

  private static String why(Shell shell) {
    var result = shell.run("scenario", "auth-failure", "--yes");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
    assertThat(shell.run("policy", "explain", "auth-failure").out())
        .contains("refused, exit code 3: not now");
    return result.err();
  }
}
