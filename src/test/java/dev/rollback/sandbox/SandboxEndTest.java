package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a sandbox outlives it. */
class SandboxEndTest {
  @Test
  void closeFreesPortsAndFiles(@TempDir Path parent) {
    Sandbox sandbox = Sandbox.start(parent);
    URI redis = sandbox.redis();
    URI http = sandbox.http();
    URI postgres = URI.create(sandbox.postgres().substring("jdbc:".length()));
    assertThat(List.of(redis, http, postgres)).allMatch(SandboxEndTest::answers);

    sandbox.close();
    sandbox.close();

    assertThat(List.of(redis, http, postgres)).noneMatch(SandboxEndTest::answers);
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void secretsAreReadableByTheirOwnerOnly(@TempDir Path parent) throws IOException {
    try (Sandbox sandbox = Sandbox.start(parent)) {
      for (Path file :
          List.of(
              sandbox.smokeUser().email(),
              sandbox.smokeUser().password(),
              sandbox.smokeApiKey(),
              sandbox.kubeconfig())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aTerminatedProcessLeavesNothingBehind(@TempDir Path parent) throws Exception {
    Path home = Files.createDirectory(parent.resolve("home"));
    Path ready = parent.resolve("ready");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxInChild.class.getName(),
                home.toString(),
                ready.toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(parent.resolve("log").toFile()))
            .start();
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(ready) || !child.isAlive());
      assertThat(child.isAlive()).isTrue();
      List<ProcessHandle> servers = child.descendants().toList();
      assertThat(servers).isNotEmpty();

      child.destroy();

      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      await()
          .atMost(5, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
      assertThat(home).isEmptyDirectory();
    } finally {
      child.destroyForcibly();
    }
  }

  private static boolean answers(URI address) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
