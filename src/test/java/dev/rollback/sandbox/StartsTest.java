package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that does not start is named, in time, and nothing of it is left. */
class StartsTest {
  @Test
  void whatHangsIsNamedAndInterrupted() throws Exception {
    var ended = new CountDownLatch(1);
    try (var starts = new Starts(Duration.ofMillis(200))) {
      var good = starts.begin("Redis", () -> "there");
      var hanging =
          starts.begin(
              "PostgreSQL",
              () -> {
                try {
                  return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                } catch (InterruptedException e) {
                  throw new IOException("initdb has not ended", e);
                } finally {
                  ended.countDown();
                }
              });

      assertThat(starts.await(good)).isEqualTo("there");
      assertThatThrownBy(() -> starts.await(hanging))
          .isInstanceOf(SandboxException.class)
          .hasMessage("PostgreSQL was not there after 0 s: initdb has not ended");
    }
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatFailsIsThrownAsItIs() {
    try (var starts = new Starts(Duration.ofSeconds(10))) {
      var failing =
          starts.begin(
              "Redis",
              () -> {
                throw new IOException("no such program");
              });

      assertThatThrownBy(() -> starts.await(failing))
          .isInstanceOf(IOException.class)
          .hasMessage("no such program");
    }
  }

  @Test
  void aDatabaseServerThatIsTooLateLeavesNoProcess(@TempDir Path parent) throws IOException {
    try (var directory = WorkDirectory.create(parent)) {
      assertThatThrownBy(() -> PostgresServer.start(directory, Duration.ofMillis(1)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("PostgreSQL did not start (Gave up waiting")
          .hasMessageContaining("It wrote: The files belonging to this database system");

      assertThat(new Leftovers(directory.path()).all()).isEmpty();
    }
  }

  @Test
  void aDatabaseServerWhosePortWasTakenMeanwhileStartsAtAnother(@TempDir Path parent)
      throws Exception {
    try (var directory = WorkDirectory.create(parent);
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = List.of(taken.getLocalPort(), WorkDirectory.freePort()).iterator();

      try (var server = PostgresServer.start(directory, Duration.ofSeconds(10), ports::next);
          var connection =
              DriverManager.getConnection(
                  server.bareUrl().replaceFirst("/[a-z]+$", "/postgres"), "postgres", "")) {
        assertThat(connection.isValid(10)).isTrue();
        assertThat(server.bareUrl()).doesNotContain(":" + taken.getLocalPort() + "/");
        assertThat(ports.hasNext()).isFalse();
      }
    }
  }

  /** It lets everybody on this machine in, and is somebody else's. */
  @Test
  void aDatabaseServerAtWhosePortAnotherOneAnswersStartsAtAnother(@TempDir Path parent)
      throws Exception {
    try (var first = WorkDirectory.create(parent);
        var second = WorkDirectory.create(parent);
        var other = PostgresServer.start(first)) {
      var taken = URI.create(other.bareUrl().substring("jdbc:".length())).getPort();
      var ports = List.of(taken, WorkDirectory.freePort()).iterator();
      try (var server = PostgresServer.start(second, Duration.ofSeconds(30), ports::next)) {
        server.migrate("secret");
        other.migrate("another secret");
        assertThat(ports.hasNext()).isFalse();
      }
    }
  }

  @Test
  void aRedisAtWhosePortAnotherOneAnswersStartsAtAnother(@TempDir Path parent) throws Exception {
    try (var first = WorkDirectory.create(parent);
        var second = WorkDirectory.create(parent);
        var other = RedisServer.start(first)) {
      var ports = List.of(other.uri().getPort(), WorkDirectory.freePort()).iterator();
      try (var server = RedisServer.start(second, ports::next)) {
        assertThat(server.uri().getPort()).isNotEqualTo(other.uri().getPort());
        assertThat(ports.hasNext()).isFalse();
      }
    }
  }

  @Test
  void whatStartsAfterTheEndIsClosed() {
    var closed = new CountDownLatch(1);
    var lifecycle = new Lifecycle();

    assertThatThrownBy(
            () ->
                lifecycle.start(
                    Lifecycle.Stage.SERVERS,
                    () -> {
                      lifecycle.stopAll();
                      return closed::countDown;
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(closed.getCount()).isZero();
  }
}
