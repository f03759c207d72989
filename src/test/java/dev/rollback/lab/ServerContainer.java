package dev.rollback.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of its own; there is none of it left once it is closed. */
public final class ServerContainer implements AutoCloseable {
  private final GenericContainer<?> container;

  private ServerContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /**
   * Starts a server that listens on one port; the test is skipped where there is no Docker.
   *
   * @param variable the environment variable that may name another image
   * @param image what is run where it does not
   * @param command empty: the image's own
   */
  @SuppressWarnings("resource") // the caller closes it
  public static ServerContainer start(
      String variable,
      String image,
      int port,
      Map<String, String> environment,
      List<String> command) {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker engine answers: set DOCKER_HOST or start one");
    var name = Optional.ofNullable(System.getenv(variable)).orElse(image);
    var container =
        new GenericContainer<>(DockerImageName.parse(name))
            .withEnv(environment)
            .withExposedPorts(port);
    if (!command.isEmpty()) {
      container.setCommand(command.toArray(String[]::new));
    }
    container.start();
    return new ServerContainer(container);
  }

  /** Where its port is published. */
  public String host() {
    return container.getHost();
  }

  /** The port of {@link #host()} that leads to it. */
  public int port() {
    return container.getFirstMappedPort();
  }

  /** What the engine calls it. */
  public String id() {
    return container.getContainerId();
  }

  /** Whether its process runs. */
  public boolean isRunning() {
    return container.isRunning();
  }

  /** As kill -9 of its process; the container stays. */
  public void kill() {
    container.getDockerClient().killContainerCmd(id()).exec();
  }

  /** Ends and removes it, with its volumes. */
  @Override
  public void close() {
    container.stop();
  }
}
