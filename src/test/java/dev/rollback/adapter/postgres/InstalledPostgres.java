package dev.rollback.adapter.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL that is installed on this machine, with its client programs. */
public final class InstalledPostgres implements Closeable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path directory;
  private final int port;
  private final Process server;

  private InstalledPostgres(Path directory, int port, Process server) {
    this.directory = directory;
    this.port = port;
    this.server = server;
  }

  /** The folder of the newest one's programs; empty where there is none with a server. */
  public static Optional<Path> binaries() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (var all = Files.list(VERSIONS)) {
      return all.map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest one's major version; 0 where there is none. */
  public static int version() {
    return binaries()
        .map(bin -> VERSIONS.relativize(bin).getName(0).toString())
        .map(Integer::parseInt)
        .orElse(0);
  }

  /** Starts a server of its own; who may come in says this file. */
  static InstalledPostgres start(String hba) {
    try {
      var bin = binaries().orElseThrow();
      var directory = Files.createTempDirectory("installed-postgres");
      var data = directory.resolve("data").toString();
      run(
          bin.resolve("initdb").toString(),
          "-D",
          data,
          "-U",
          "postgres",
          "--no-sync",
          "-A",
          "trust");
      Files.writeString(directory.resolve("data/pg_hba.conf"), hba);
      var port = freePort();
      var server =
          new ProcessBuilder(
                  command(
                      bin.resolve("postgres").toString(),
                      "-D",
                      data,
                      "-p",
                      Integer.toString(port),
                      "-c",
                      "listen_addresses=127.0.0.1",
                      "-c",
                      "unix_socket_directories=",
                      "-c",
                      "fsync=off",
                      "-c",
                      "autovacuum=off"))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      return new InstalledPostgres(directory, port, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server refuses to be root, and in a user namespace it is not. */
  private static List<String> command(String... program) {
    var all = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      all.addAll(List.of("unshare", "-U"));
    }
    all.addAll(List.of(program));
    return all;
  }

  private static void run(String... program) throws IOException {
    var process = new ProcessBuilder(command(program)).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    server.onExit().join();
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
