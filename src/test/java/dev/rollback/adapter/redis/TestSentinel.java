package dev.rollback.adapter.redis;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real sentinel that watches a master on the loopback address. */
public final class TestSentinel implements AutoCloseable {
  /** What it calls the master. */
  public static final String MASTER = "grid-cache";

  private final Process process;
  private final int port;

  private TestSentinel(Process process, int port) {
    this.process = process;
    this.port = port;
    await().atMost(Duration.ofSeconds(10)).until(this::accepts);
  }

  /** Watches the master at this port; lines of its configuration may follow. */
  public static TestSentinel of(int master, String... lines) throws IOException {
    var port = TestRedis.freePort();
    var directory = Files.createTempDirectory("sentinel-test");
    var file = directory.resolve("sentinel.conf");
    var configuration =
        new ArrayList<>(
            List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + directory,
                "sentinel monitor " + MASTER + " 127.0.0.1 " + master + " 1",
                "sentinel down-after-milliseconds " + MASTER + " 30000"));
    configuration.addAll(List.of(lines));
    Files.write(file, configuration);
    return new TestSentinel(launch(file), port);
  }

  private static Process launch(Path file) throws IOException {
    return new ProcessBuilder(
            ExecutableProvider.newJarResourceProvider().get().getPath(),
            file.toString(),
            "--sentinel")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean accepts() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** HOST:PORT. */
  public String node() {
    return "127.0.0.1:" + port;
  }

  /** Makes a replica the master, and waits until it is. */
  void failOver(TestRedis replica) {
    var client = RedisClient.create();
    try (var connection = client.connectSentinel(RedisURI.create("127.0.0.1", port))) {
      var commands = connection.sync();
      await().atMost(Duration.ofSeconds(30)).until(() -> !commands.replicas(MASTER).isEmpty());
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> commands.failover(MASTER).equals("OK"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> commands.getMasterAddrByName(MASTER).toString().endsWith(":" + replica.port()));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> replica.admin().info("replication").contains("role:master"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }
}
