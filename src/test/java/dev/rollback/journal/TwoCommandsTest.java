package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.cli.ShellInChild;
import dev.rollback.drill.Production;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people want different things of one run, each at a terminal of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class TwoCommandsTest {
  private static final String RUN = "20260115-0300-0001";
  private static final String WAITS =
      """
      apiVersion: rollback/v1
      scenario: clean
      title: Keys, and a release that has to be there
      owner: web-team
      steps:
        - id: one
          action: redis.delete-keys
          with: {pattern: "one:*"}
        - gate: Go on?
        - id: released
          check: http.get
          with: {path: /health}
          expect: body.contains("2.0.0")
          within: PT120S
        - id: two
          action: redis.delete-keys
          with: {pattern: "two:*"}
      after:
        - check: redis.ping
      """;

  private Production production;
  @TempDir private Path home;
  private Scene scene;
  private Map<String, String> keys;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void stoppedRun() {
    scene = new Scene(production, home);
    scene.runbook(WAITS);
    keys = scene.keys();
    var stopped =
        scene
            .shell()
            .interruptedAt("Go on?", List.of(Scene.TARGET, Scene.GATE), "scenario", "clean");
    assertThat(stopped.exit()).as(stopped.err()).isEqualTo(130);
  }

  private Process resumes() throws Exception {
    return ShellInChild.start(home, "--", "resume", RUN);
  }

  @Test
  void whoeverComesSecondIsToldWhoWasFirstAndChangesNothing() throws Exception {
    var first = resumes();
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> !first.isAlive() || scene.lines().getLast().contains("step-started"));

      var undo = scene.shell().run("undo", "latest", "--yes");
      var resume = scene.shell().run("resume", RUN);

      for (var second : List.of(undo, resume)) {
        assertThat(second.exit()).as(second.out() + second.err()).isEqualTo(3);
        assertThat(second.err()).contains("oncall on ops-1, process " + first.pid());
      }
      assertThat(scene.shell().run("resume").err()).contains("there is no run to go on with");
      assertThat(scene.shell().run("status").out()).contains("so far");
      assertThat(scene.shell().run("runs").out()).contains("running");
      assertThat(scene.has("one")).isFalse();
      assertThat(scene.has("two")).isTrue();
      production.setEnv("RELEASE", "2.0.0");
      assertThat(first.waitFor()).as(said(home)).isZero();
    } finally {
      first.destroyForcibly().waitFor();
      production.putBack();
    }
    assertThat(scene.store().verify(RUN).intact()).isTrue();
  }

  /** Which of the two is faster is not known; what must hold is known in either case. */
  @Test
  void atTheSameTimeOneOfThemDoesItAndNothingIsHalf() throws Exception {
    production.setEnv("RELEASE", "2.0.0");
    var other = home.resolve("other");
    Files.createDirectory(other);
    Files.createSymbolicLink(other.resolve("state"), scene.shell().state());
    production.configure(other, List.of());
    var resume = resumes();
    var undo = ShellInChild.start(other, "Undo these changes", "yes", "--", "undo", RUN);

    var resumed = resume.waitFor();
    var undone = undo.waitFor();

    assertThat(List.of(resumed, undone)).contains(0);
    assertThat(scene.store().verify(RUN).intact()).isTrue();
    var state = RunState.of(scene.store().read(RUN));
    assertThat(state.ended()).isPresent();
    if (undone == 0) {
      assertThat(scene.keys()).isEqualTo(keys);
      assertThat(resumed)
          .as("before it, refused meanwhile, or nothing left of it: " + said(home))
          .isIn(0, 2, 3);
    } else {
      assertThat(undone).as("refused: " + said(other)).isEqualTo(3);
      assertThat(scene.keys()).isEmpty();
    }
  }

  private static String said(Path home) throws IOException {
    return Files.readString(home.resolve("child.out"))
        + Files.readString(home.resolve("child.err"));
  }
}
