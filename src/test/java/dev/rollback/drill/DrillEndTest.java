package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.cli.Main;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in a drill: it ends soon, says what was not drilled, and leaves no server behind. */
class DrillEndTest {
  private static final List<String> ALL = List.of("drill", "auth-failure", "--all", "--record");

  @TempDir private Path home;
  private Path files;
  private Path said;

  @BeforeEach
  void unpack() throws IOException {
    files = Files.createDirectories(home.resolve("files"));
    said = home.resolve("said");
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    Files.copy(Path.of("runbooks/auth-failure.yaml"), runbooks.resolve("auth-failure.yaml"));
  }

  @Test
  void onceEndsTheDrillInHandAndNamesTheOthers() throws Exception {
    var drill = start(ALL);
    try {
      var servers = servers(drill);

      interrupt(drill);

      assertThat(drill.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
      assertThat(drill.exitValue()).as(Files.readString(said)).isEqualTo(130);
      assertThat(Files.readString(said))
          .contains("auth-failure, wrong-secret: interrupted, ")
          .contains("not drilled to the end: wrong-secret, stale-keys, redis-gone, ")
          .doesNotContain("Recorded");
      assertNothingIsLeft(servers);
    } finally {
      drill.destroyForcibly();
    }
  }

  @Test
  void twiceEndsItAtOnceAndTheServersWithIt() throws Exception {
    var drill = start(ALL);
    try {
      var servers = servers(drill);

      interrupt(drill);
      await()
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> Files.readString(said).contains("once more stops at once"));
      interrupt(drill);

      assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(drill.exitValue()).as(Files.readString(said)).isEqualTo(130);
      assertNothingIsLeft(servers);
    } finally {
      drill.destroyForcibly();
    }
  }

  @Test
  void aSandboxThatIsKeptSaysHowItIsUsed() throws Exception {
    var drill =
        start(List.of("drill", "auth-failure", "--keep", "--approve-all", "-p", "window=PT1M"));
    try {
      await()
          .atMost(120, TimeUnit.SECONDS)
          .until(() -> !drill.isAlive() || Files.readString(said).contains("rollback scenario"));
      var servers = servers(drill);

      interrupt(drill);

      assertThat(drill.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(drill.exitValue()).as(Files.readString(said)).isZero();
      assertThat(Files.readString(said))
          .contains("  export ROLLBACK_CONFIG=" + files)
          .contains("  rollback scenario auth-failure -p window=PT1M\n");
      assertNothingIsLeft(servers);
    } finally {
      drill.destroyForcibly();
    }
  }

  /** In a group of its own, as a terminal has it; what was unpacked for others is used. */
  private Process start(List<String> arguments) throws IOException {
    var unpacked = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
    var command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                "setsid",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + files,
                "-Dot.epg.working-dir=" + unpacked,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said.toFile()));
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }

  /** The processes below it, once Redis is among them. */
  private static List<ProcessHandle> servers(Process drill) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> !drill.isAlive() || drill.descendants().anyMatch(DrillEndTest::isRedis));
    assertThat(drill.isAlive()).isTrue();
    return drill.descendants().toList();
  }

  private static boolean isRedis(ProcessHandle process) {
    return process.info().command().filter(c -> c.contains("redis")).isPresent();
  }

  /** As Ctrl-C does: everything in the group gets it. */
  private static void interrupt(Process drill) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + drill.pid()).start().waitFor())
        .isZero();
  }

  private void assertNothingIsLeft(List<ProcessHandle> servers) {
    await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(
            p -> p.info().commandLine().filter(c -> c.contains(files + "/rollback")).isPresent());
    assertThat(files)
        .isDirectoryNotContaining(f -> f.getFileName().toString().startsWith("rollback-sandbox-"));
  }
}
