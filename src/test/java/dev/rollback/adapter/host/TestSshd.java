package dev.rollback.adapter.host;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An OpenSSH server on a loopback port with keys and a configuration of its own, and a user who has
 * {@code Host} entries for it. Where there is no sshd, whoever wants one is skipped.
 */
public final class TestSshd implements AutoCloseable {
  /** An entry for it whose key is known. */
  public static final String HOST = "cache-1";

  /** The same, with a server key that nobody knows yet. */
  public static final String STRANGER = "cache-new";

  /** The same, with another server key than the one that is known. */
  public static final String IMPOSTOR = "cache-old";

  /** The same, with a user key that it does not let in. */
  public static final String LOCKED_OUT = "cache-locked";

  private final Path folder;
  private final int port;
  private Process sshd;

  /** Starts it. */
  public TestSshd(Path folder) {
    this.folder = folder;
    assumeTrue(program().isPresent(), "there is no sshd on this machine");
    this.port = freePort();
    if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
      make(Path.of("/run/sshd")); // as its own service would
    }
    keygen("host");
    keygen("user");
    keygen("other");
    copy(folder.resolve("user.pub"), folder.resolve("authorized_keys"));
    write(
        folder.resolve("sshd_config"),
        """
        ListenAddress 127.0.0.1:%d
        HostKey %2$s/host
        AuthorizedKeysFile %2$s/authorized_keys
        PidFile %2$s/sshd.pid
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        PermitRootLogin prohibit-password
        MaxStartups 100
        """
            .formatted(port, folder));
    configureUser();
    sshd = start();
  }

  private static Optional<Path> program() {
    return Stream.of("/usr/sbin/sshd", "/usr/local/sbin/sshd")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst();
  }

  private void configureUser() {
    var known = "[127.0.0.1]:" + port + " ";
    write(folder.resolve("known"), known + read(folder.resolve("host.pub")));
    write(folder.resolve("known_other"), known + read(folder.resolve("other.pub")));
    write(folder.resolve("known_none"), "");
    write(
        folder.resolve("config"),
        entry(HOST, "user", "known")
            + entry(STRANGER, "user", "known_none")
            + entry(IMPOSTOR, "user", "known_other")
            + entry(LOCKED_OUT, "other", "known")
            + "Host cache-down\n  HostName 127.0.0.1\n  Port 1\n");
    // ssh takes its configuration from where the password database says that the user's home is.
    var ssh = folder.resolve("bin").resolve("ssh");
    make(folder.resolve("bin"));
    write(ssh, "#!/bin/sh\nexec /usr/bin/ssh -F " + folder.resolve("config") + " \"$@\"\n");
    try {
      Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String entry(String host, String key, String known) {
    return """
    Host %s
      HostName 127.0.0.1
      Port %d
      IdentityFile %s/%s
      IdentitiesOnly yes
      UserKnownHostsFile %s/%s
      GlobalKnownHostsFile /dev/null
    """
        .formatted(host, port, folder, key, folder, known);
  }

  private Process start() {
    try {
      var process =
          new ProcessBuilder(
                  program().orElseThrow().toString(),
                  "-D",
                  "-f",
                  folder.resolve("sshd_config").toString(),
                  "-E",
                  folder.resolve("sshd.log").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      await()
          .atMost(20, SECONDS)
          .until(
              () -> {
                assertThat(process.isAlive())
                    .as(() -> "sshd: " + read(folder.resolve("sshd.log")))
                    .isTrue();
                try (var socket = new Socket()) {
                  socket.connect(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                  return true;
                } catch (IOException e) {
                  return false;
                }
              });
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment of the user whose ssh knows it. */
  public Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    return environment;
  }

  /** Ends it with all its connections, as when the machine is switched off. */
  public void stop() {
    sshd.descendants().forEach(ProcessHandle::destroyForcibly);
    sshd.destroyForcibly();
    sshd.onExit().join();
  }

  /** Ends its connections; new ones can be made. */
  public void cut() {
    sshd.children().forEach(c -> c.destroyForcibly());
  }

  /** Runs it again. */
  public void restart() {
    sshd = start();
  }

  private void keygen(String name) {
    run(
        List.of(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            name,
            "-f",
            folder.resolve(name).toString()));
  }

  static void run(List<String> argv) {
    try {
      var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(argv + ": " + said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    write(to, read(from));
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
