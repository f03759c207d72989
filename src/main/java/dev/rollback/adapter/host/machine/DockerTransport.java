package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A container of the Docker engine that the user's own docker program leads to. */
final class DockerTransport implements Transport {
  private final String container;
  private final String engine;
  private final List<String> argv;

  /**
   * A way there.
   *
   * @param user as whom; empty for the container's own
   * @param environment in which docker finds its engine
   */
  DockerTransport(Optional<String> user, String container, Map<String, String> environment) {
    this.container = container;
    this.engine =
        Stream.of("DOCKER_HOST", "DOCKER_CONTEXT")
            .filter(environment::containsKey)
            .findFirst()
            .map(name -> " of " + environment.get(name))
            .orElse("");
    var words = new ArrayList<>(List.of("docker", "exec", "--interactive"));
    user.ifPresent(u -> words.addAll(List.of("--user", u)));
    words.addAll(List.of(container, "/bin/sh", "-s"));
    this.argv = List.copyOf(words);
  }

  @Override
  public String address() {
    return "container " + container + engine;
  }

  @Override
  public List<String> argv() {
    return argv;
  }

  @Override
  public SystemException trouble(Ended ended) {
    var said = Words.printed(ended);
    return SystemException.refused(
        address() + ": no shell can be run there" + said, advice(ended.err().text()));
  }

  private String advice(String said) {
    if (said.contains("No such container") || said.contains("is not running")) {
      return "See what runs: docker ps --all. Correct `container`, or start it.";
    }
    if (said.contains("permission denied")) {
      return "This user may not use the Docker engine: have it put into the group docker, or use"
          + " ssh to a user who may.";
    }
    if (said.contains("Cannot connect to the Docker daemon")) {
      return "Start the Docker engine, or correct DOCKER_HOST.";
    }
    return "Try by hand: docker exec " + container + " /bin/sh -c true";
  }
}
