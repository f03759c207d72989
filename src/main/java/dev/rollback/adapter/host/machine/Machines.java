package dev.rollback.adapter.host.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes machines of what a user writes. */
public final class Machines {
  private Machines() {}

  /** This one. */
  public static Machine local(Map<String, String> environment, Path directory) {
    return new LocalMachine(environment, directory);
  }

  /** One that ssh leads to. */
  public static Machine ssh(
      String destination, Map<String, String> environment, Path directory, Duration connecting) {
    return new FarMachine(
        new SshTransport(destination, connecting), environment, directory, connecting);
  }

  /** A container: {@code [USER@]NAME}. */
  public static Machine container(
      String name, Map<String, String> environment, Path directory, Duration connecting) {
    var at = name.indexOf('@');
    var transport =
        new DockerTransport(
            at < 0 ? Optional.empty() : Optional.of(name.substring(0, at)),
            name.substring(at + 1),
            environment);
    return new FarMachine(transport, environment, directory, connecting);
  }
}
