package dev.rollback.adapter.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The lab's systemd: the init of a container. A user there who is not root may do by sudo what is
 * granted.
 */
public final class LabSystemd {
  /** Set where the lab runs it. */
  public static final String VARIABLE = "ROLLBACK_LAB_SYSTEMCTL";

  /** The container. */
  public static final String CONTAINER = "lab-systemd";

  /** A user who may do nothing but what is granted; {@code nobody}, by his number. */
  public static final String USER = "65534@" + CONTAINER;

  private final Set<String> granted = new LinkedHashSet<>();

  /** With nothing granted. */
  public LabSystemd() {
    put(
        "/etc/pam.d/sudo",
        """
        auth required pam_permit.so
        account required pam_permit.so
        session required pam_permit.so
        """);
    sudoers();
  }

  /** A way there as a user who needs sudo. */
  public Connection<HostReader, HostWriter> asUser() {
    return TestHosts.container(USER, true, Path.of("/"));
  }

  /** A way there as root. */
  public Connection<HostReader, HostWriter> asRoot() {
    return TestHosts.container(CONTAINER, false, Path.of("/"));
  }

  /** Grants commands, as in {@code systemctl stop grid-api}, without a password. */
  public void grant(String... commands) {
    granted.addAll(List.of(commands));
    sudoers();
  }

  /** Takes them back. */
  public void revoke(String... commands) {
    List.of(commands).forEach(granted::remove);
    sudoers();
  }

  private void sudoers() {
    var rules = new StringBuilder("root ALL=(ALL:ALL) NOPASSWD: ALL\n");
    granted.forEach(g -> rules.append("nobody ALL=(root) NOPASSWD: /usr/bin/" + g + "\n"));
    run(
        List.of(
            "sh",
            "-c",
            "cat >/etc/sudoers.new && chmod 0440 /etc/sudoers.new && mv /etc/sudoers.new"
                + " /etc/sudoers"),
        rules.toString());
  }

  /** Writes a unit file and has systemd read it. */
  public void unit(String name, String... lines) {
    change(name, lines);
    systemctl("daemon-reload");
  }

  /** Writes a unit file, and systemd is not told. */
  public void change(String name, String... lines) {
    var folder = System.getenv("ROLLBACK_LAB_HOME");
    try {
      Files.writeString(Path.of(folder, "units", name), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a unit away. */
  public void remove(String name) {
    try {
      systemctl("stop", name);
      Files.deleteIfExists(Path.of(System.getenv("ROLLBACK_LAB_HOME"), "units", name));
      systemctl("daemon-reload");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What systemctl prints there, for root. */
  public String systemctl(String... arguments) {
    var argv = new ArrayList<>(List.of("systemctl"));
    argv.addAll(List.of(arguments));
    return run(argv, "");
  }

  /** A property of a unit. */
  public String property(String unit, String property) {
    return systemctl("show", "--value", "--property=" + property, unit).strip();
  }

  /** How many jobs its systemd has had. */
  public long jobs() {
    return Long.parseLong(systemctl("show", "--value", "--property=NInstalledJobs").strip());
  }

  /** Writes a file of the container. */
  public void put(String file, String text) {
    run(List.of("sh", "-c", "mkdir -p \"${0%/*}\" && rm -f \"$0\" && cat >\"$0\"", file), text);
  }

  /** Runs a program there as root; what it prints. */
  public String run(List<String> argv, String input) {
    var all = new ArrayList<>(List.of("docker", "exec", "-i", CONTAINER));
    all.addAll(argv);
    try {
      var process = new ProcessBuilder(all).redirectErrorStream(true).start();
      try (var to = process.getOutputStream()) {
        to.write(input.getBytes(UTF_8));
      }
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s: %s", argv, said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
