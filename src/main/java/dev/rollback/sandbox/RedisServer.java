package dev.rollback.sandbox;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real Redis that keeps nothing on disk. */
final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 10;

  /** Gives it a group of its own: Ctrl-C is for us, who end it when its users have ended. */
  private static final String SETSID = "/usr/bin/setsid";

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the server and waits until it takes connections. */
  static RedisServer start(WorkDirectory directory) throws IOException, InterruptedException {
    Path home = Files.createDirectory(directory.resolve("redis"));
    String binary =
        ExecutableProvider.newJarResourceProvider(home.toFile()).get().getAbsolutePath();
    int port = WorkDirectory.freePort();
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of(SETSID))) {
      command.add(SETSID);
    }
    command.addAll(
        List.of(
            binary,
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            home.toString()));
    return start(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(directory.resolve("redis.log").toFile())),
        directory,
        port);
  }

  /**
   * The program was written just now. A process that another thread forked meanwhile has the file
   * open for writing until it executes something itself, and so long the file is busy.
   */
  private static RedisServer start(ProcessBuilder builder, WorkDirectory directory, int port)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        return started(builder, directory, port);
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("Text file busy")
            || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private static RedisServer started(ProcessBuilder builder, WorkDirectory directory, int port)
      throws IOException, InterruptedException {
    RedisServer server = new RedisServer(builder.start(), port);
    try {
      server.awaitStart(directory);
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + port + "/0");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStart(WorkDirectory directory) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!accepts()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "redis ended at once: " + Files.readString(directory.resolve("redis.log")));
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("redis took no connection within " + START);
      }
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      // Not yet: that is the answer.
      return false;
    }
  }
}
