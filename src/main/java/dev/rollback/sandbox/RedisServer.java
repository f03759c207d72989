package dev.rollback.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
  private static final int ANSWER_MILLIS = 1_000;

  /** Gives it a group of its own: Ctrl-C is for us, who end it when its users have ended. */
  private static final String SETSID = "/usr/bin/setsid";

  private final Process process;
  private final int port;
  private final Path home;

  private RedisServer(Process process, int port, Path home) {
    this.process = process;
    this.port = port;
    this.home = home;
  }

  /** As {@link #start(WorkDirectory, Ports)}, at any port that is free. */
  static RedisServer start(WorkDirectory directory) throws IOException, InterruptedException {
    return start(directory, WorkDirectory::freePort);
  }

  /** Starts the server and waits until it takes connections. */
  static RedisServer start(WorkDirectory directory, Ports ports)
      throws IOException, InterruptedException {
    Path home = Files.createDirectory(directory.resolve("redis"));
    String binary =
        ExecutableProvider.newJarResourceProvider(home.toFile()).get().getAbsolutePath();
    for (int attempt = 1; ; attempt++) {
      Path log = directory.resolve("redis-" + attempt + ".log");
      try {
        return start(home, binary, log, ports.next());
      } catch (IOException e) {
        if (attempt == Ports.ATTEMPTS || !String.valueOf(e.getMessage()).contains(Ports.TAKEN)) {
          throw e;
        }
      }
    }
  }

  private static RedisServer start(Path home, String binary, Path log, int port)
      throws IOException, InterruptedException {
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
            .redirectOutput(Redirect.appendTo(log.toFile())),
        home,
        log,
        port);
  }

  /**
   * The program was written just now. A process that another thread forked meanwhile has the file
   * open for writing until it executes something itself, and so long the file is busy.
   */
  private static RedisServer start(ProcessBuilder builder, Path home, Path log, int port)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        return started(builder, home, log, port);
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("Text file busy")
            || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private static RedisServer started(ProcessBuilder builder, Path home, Path log, int port)
      throws IOException, InterruptedException {
    RedisServer server = new RedisServer(builder.start(), port, home);
    try {
      server.awaitStart(log);
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

  private void awaitStart(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!accepts()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("redis ended at once: " + Files.readString(log));
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("redis took no connection within " + START);
      }
    }
  }

  /** Whoever else listens there accepts as well, and this one has ended or will: its log tells. */
  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("CONFIG GET dir\r\n".getBytes(UTF_8));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      // *2, $3, dir, its length, and the directory itself
      String directory = answer.lines().limit(5).reduce("", (_, last) -> last);
      return directory.equals(home.toRealPath().toString());
    } catch (UncheckedIOException | IOException e) {
      // Not yet: that is the answer.
      return false;
    }
  }
}
