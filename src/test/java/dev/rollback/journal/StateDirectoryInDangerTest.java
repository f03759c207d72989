package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
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
 * A place where nothing can be recorded: refused before the first change, and read all the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateDirectoryInDangerTest {
  private Production production;
  @TempDir private Path home;
  private Scene scene;
  private boolean mounted;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void begin() {
    scene = new Scene(production, home);
    mounted = false;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", scene.shell().state().toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  /** What is there already can be read and not written, by nobody. */
  private void mountReadOnly() throws Exception {
    var state = scene.shell().state().toString();
    mounted = run("mount", "--bind", state, state) && run("mount", "-o", "remount,bind,ro", state);
    assumeTrue(mounted, "only root can mount");
  }

  private Shell.Result refused() {
    var keys = scene.keys();
    var result = scene.shell().answering(List.of(Scene.TARGET), "scenario", "clean");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
    assertThat(scene.keys()).isEqualTo(keys);
    return result;
  }

  @Test
  void aFileInItsPlaceIsRefusedBeforeTheFirstChange() throws IOException {
    Files.createDirectory(scene.shell().state());
    Files.writeString(scene.state(), "no directory");

    assertThat(refused().err()).contains(scene.state().toString());
    assertThat(scene.state()).hasContent("no directory");
  }

  @Test
  void oneThatCannotBeWrittenIsRefusedBeforeTheFirstChangeAndItsRunsAreShown() throws Exception {
    assertThat(scene.shell().answering(List.of(Scene.TARGET, no()), "scenario", "clean").exit())
        .isEqualTo(4);
    mountReadOnly();
    var bytes = scene.bytes(1);

    assertThat(refused().err()).contains("Read-only file system", scene.state().toString());
    for (var line : List.of("resume", "undo latest --yes")) {
      var result = scene.shell().run(line.split(" "));
      assertThat(result.exit()).as(line).isEqualTo(3);
      assertThat(result.err()).as(line).contains("Read-only file system");
    }
    for (var line : List.of("runs", "status", "report", "evidence verify", "due")) {
      var result = scene.shell().run(line.split(" "));
      assertThat(result.exit()).as(line + "\n" + result.err()).isZero();
    }
    assertThat(scene.bytes(1)).isEqualTo(bytes);
    assertThat(scene.has("one")).isFalse();
    assertThat(scene.has("two")).isTrue();
  }

  private static Shell.Answer no() {
    return new Shell.Answer("Go on?", "no");
  }

  @Test
  void oneOfSomebodyElseIsRefusedBeforeTheFirstChange() throws Exception {
    Files.createDirectories(scene.state().resolve("runs"));
    assumeTrue(run("chown", "-R", "12345", scene.state().toString()), "only root can give away");

    assertThat(refused().err())
        .contains("the state directory " + scene.state() + " belongs to 12345")
        .contains("XDG_STATE_HOME");
    try (var files = Files.walk(scene.state())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
