package dev.rollback.adapter.host;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A machine as {@code rollback.yaml} describes it. */
@Doc(
    "A machine on which programs are run: reached by ssh, or in a container; {} is the machine that"
        + " rollback runs on.")
public record HostSettings(
    @Doc(
            "[USER@]HOST, a Host of ~/.ssh/config, or ssh://USER@HOST:PORT. OpenSSH's ssh reaches"
                + " it with your own configuration, keys and agent, and asks nothing.")
        Optional<String> ssh,
    @Doc("[USER@]NAME of a container; reached by `docker exec`. It needs a /bin/sh.")
        Optional<String> container,
    @Doc(
            "Whether systemctl and docker run by `sudo -n` there when they change something."
                + " exec.* runs what is written, and nothing else.")
        @Default("false")
        boolean sudo,
    @Doc(
            "How long one answer may take: PT0.1S to PT5M. Half of it is how long a connection may"
                + " take to come about.")
        @Default(ResponseTimeout.DEFAULT)
        Duration timeout) {
  private static final Pattern DESTINATION = Pattern.compile("[^-\\s\\p{Cntrl}][^\\s\\p{Cntrl}]*");
  private static final Pattern CONTAINER =
      Pattern.compile("([a-zA-Z0-9_][a-zA-Z0-9_.:-]*@)?[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when they lead nowhere, or to two places
   */
  public HostSettings {
    ResponseTimeout.check(timeout);
    if (ssh.isPresent() && container.isPresent()) {
      throw new IllegalArgumentException("a host has `ssh` or `container`, not both");
    }
    if (ssh.filter(d -> !DESTINATION.matcher(d).matches()).isPresent()) {
      throw new IllegalArgumentException("'" + ssh.get() + "' is no destination for ssh");
    }
    if (container.filter(c -> !CONTAINER.matcher(c).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "'" + container.get() + "' cannot be the name of a container");
    }
  }
}
