package dev.rollback.adapter.git;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code git daemon} on a free loopback port, which serves the repositories of a folder. */
final class GitDaemon implements AutoCloseable {
  private final Process process;
  private final int port;

  /**
   * Starts it.
   *
   * @param options {@code --enable=receive-pack} where it shall take pushes
   */
  GitDaemon(Path folder, Map<String, String> environment, String... options) {
    this.port = freePort();
    var argv =
        Stream.concat(
                Stream.of(
                    "git",
                    "daemon",
                    "--export-all",
                    "--reuseaddr",
                    "--listen=127.0.0.1",
                    "--port=" + port,
                    "--base-path=" + folder),
                Stream.of(options))
            .toList();
    this.process = start(argv, environment);
    await("git daemon").atMost(10, SECONDS).until(this::answers);
  }

  private static Process start(List<String> argv, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(argv);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String url(String repository) {
    return "git://127.0.0.1:" + port + "/" + repository;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
