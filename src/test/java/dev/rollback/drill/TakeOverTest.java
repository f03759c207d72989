package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people on two machines, and one target: which of the two moves it stands in the target. Each
 * calls it by another name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  private static final String RUNBOOK =
      """
      apiVersion: rollback/v1
      scenario: release
      title: Announce a release
      owner: grid-team
      parameters:
        release: {type: string, default: "2.0.0", description: The release.}
      steps:
        - id: maintenance
          action: kubernetes.set-env
          with: {deployment: grid-api, env: {GRID_MAINTENANCE_MODE: "true"}}
          temporary: run
        - {id: ask, gate: "Go on?"}
        - id: release
          action: kubernetes.set-env
          with: {deployment: grid-api, env: {RELEASE: "${release}"}}
      after:
        - check: http.get
          with: {path: /health}
          within: PT30S
      """;

  private static final Shell.Answer GO_ON = new Shell.Answer("Go on?", "yes");
  private static final Shell.Answer TAKE_IT = new Shell.Answer("Take it over?", "yes");

  private Production production;
  private Shell alice;
  private Shell bob;

  @TempDir private Path homes;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    alice = shell("alice", "laptop-a", "sandbox");
    bob = shell("bob", "laptop-b", "prod");
  }

  @AfterEach
  void putBack() {
    production.putBack();
  }

  private Shell shell(String user, String host, String target) throws IOException {
    var home = Files.createDirectories(homes.resolve(user));
    Files.createDirectories(home.resolve("runbooks"));
    Files.writeString(home.resolve("runbooks/release.yaml"), RUNBOOK);
    var configuration =
        production.configuration(List.of()).replace("  sandbox:", "  " + target + ":");
    Files.writeString(home.resolve("rollback.yaml"), configuration);
    return new Shell(home, user, host);
  }

  private String variable(String name) {
    for (var entry : production.environment()) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path("value").asText();
      }
    }
    return "";
  }

  @Test
  void aSecondMachineIsRefusedAndToldWhoMovesTheTarget() {
    var first =
        alice.meanwhile(
            question -> {
              if (question.contains("Go on?")) {
                var second = bob.run("scenario", "release", "--yes");
                assertThat(second.exit()).as(second.out() + second.err()).isEqualTo(3);
                assertThat(second.err())
                    .contains("is being moved by alice on laptop-a", "20260115-0300-0001")
                    .contains("rollback-run")
                    .contains("--take-over");
                var refused = bob.run("scenario", "release", "--yes", "--take-over");
                assertThat(refused.exit()).as("nobody is there to say so").isEqualTo(4);
              }
            },
            List.of(GO_ON),
            "scenario",
            "release",
            "--yes");
    assertThat(first.exit()).as(first.out() + first.err()).isZero();
    assertThat(variable("RELEASE")).isEqualTo("2.0.0");
    assertThat(bob.run("runs").out()).contains("No runs");
    var later =
        bob.answering(List.of(GO_ON), "scenario", "release", "--yes", "-p", "release=3.0.0");
    assertThat(later.exit()).as(later.out() + later.err()).isZero();
  }

  @Test
  void whoLosesTheTargetWritesNothingMoreAndBothJournalsSayWhy() {
    var generations = new long[1];
    var first =
        alice.meanwhile(
            question -> {
              if (question.contains("Go on?")) {
                var second =
                    bob.answering(
                        List.of(TAKE_IT, GO_ON),
                        "scenario",
                        "release",
                        "--yes",
                        "--take-over",
                        "-p",
                        "release=3.0.0");
                assertThat(second.exit()).as(second.out() + second.err()).isZero();
                assertThat(second.out()).contains("TAKEN OVER: it was alice on laptop-a");
                generations[0] = production.deployment().getMetadata().getGeneration();
              }
            },
            List.of(GO_ON),
            "scenario",
            "release",
            "--yes");

    assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(6);
    assertThat(first.out()).contains("THE TARGET IS ANOTHER RUN'S NOW", "bob on laptop-b");
    assertThat(production.deployment().getMetadata().getGeneration()).isEqualTo(generations[0]);
    assertThat(variable("RELEASE")).isEqualTo("3.0.0");
    assertThat(alice.run("report").out()).contains("bob on laptop-b");
    assertThat(bob.run("report").out()).contains("alice on laptop-a");

    var undone = alice.run("undo", "latest", "--yes");
    assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
    assertThat(variable("RELEASE")).as("bob's, which alice never wrote").isEqualTo("3.0.0");
    assertThat(variable("GRID_MAINTENANCE_MODE")).isEmpty();
  }
}
