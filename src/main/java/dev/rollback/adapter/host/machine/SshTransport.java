package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.List;

/** OpenSSH's ssh with the user's own configuration, and nobody to ask. */
final class SshTransport implements Transport {
  private final String destination;
  private final List<String> argv;

  /**
   * A way there.
   *
   * @param destination as ssh takes it: {@code [USER@]HOST}, a {@code Host} of its configuration,
   *     or {@code ssh://USER@HOST:PORT}
   */
  SshTransport(String destination, Duration connecting) {
    this.destination = destination;
    this.argv =
        List.of(
            "ssh",
            "-T",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=" + Math.max(1, connecting.toSeconds()),
            "-o",
            "LogLevel=ERROR",
            "-o",
            "ClearAllForwardings=yes",
            "-o",
            "RemoteCommand=none",
            "--",
            destination,
            "/bin/sh -s");
  }

  @Override
  public String address() {
    return destination;
  }

  @Override
  public List<String> argv() {
    return argv;
  }

  @Override
  public SystemException trouble(Ended ended) {
    var said = Words.printed(ended);
    return SshTrouble.told(ended.err())
        .map(
            t ->
                SystemException.refused(
                    destination + ": " + t.what() + said, t.advice(destination)))
        .orElseGet(
            () ->
                SystemException.refused(
                    ended.exit() == 255
                        ? "%s: ssh could not connect%s".formatted(destination, said)
                        : "%s: ssh logs in, but no shell can be run there (exit code %d)%s"
                            .formatted(destination, ended.exit(), said),
                    "Try by hand: ssh " + destination + " /bin/sh -c true"));
  }
}
