package dev.rollback.adapter.host.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.ActionContract;
import dev.rollback.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Actions on services of a project on the lab's Docker engine, by the compose that is there. */
abstract class ComposeContract<
        A extends Record & Action<S, HostReader, HostWriter>, S extends Record>
    extends ActionContract<A, S, HostReader, HostWriter> {
  static final String PROJECT = "rollback-contract";

  @TempDir protected Path folder;
  private final String since = Long.toString(Instant.now().getEpochSecond());
  private Connection<HostReader, HostWriter> connection;

  @BeforeEach
  final void connect() {
    assumeTrue(
        Programs.find("docker-compose", System.getenv()).isPresent(),
        "there is no docker-compose on this machine");
    // docker and docker-compose as this user has them, each in a folder from which it can be taken.
    var environment = new HashMap<>(System.getenv());
    environment.put("DOCKER_HOST", "unix://" + folder.resolve("engine"));
    environment.put("PATH", programs().toString());
    connection = TestHosts.here(environment, folder);
  }

  /** Everything that may be found, less compose: it is linked to where it can be taken away. */
  private Path programs() {
    return folder.resolve("bin");
  }

  final List<String> files() {
    return List.of("compose file.yaml");
  }

  @Override
  protected final Connection<HostReader, HostWriter> connection() {
    return connection;
  }

  @Override
  protected void arrange() {
    try {
      Files.writeString(
          folder.resolve("compose file.yaml"),
          """
          version: "2.4"
          services:
            web:
              image: lab/busybox:1
              command: sleep 86400
              stop_grace_period: 0s
            worker:
              image: lab/busybox:1
              command: sleep 86400
              stop_grace_period: 0s
              scale: 2
            other:
              image: lab/busybox:1
              command: sleep 86400
              stop_grace_period: 0s
          """);
      Files.createDirectories(programs());
      for (var program : List.of("docker", "docker-compose")) {
        var script = programs().resolve(program);
        var found = Programs.find(program, System.getenv()).orElseThrow();
        Files.writeString(script, "#!/bin/sh\nexec " + found + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      link();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compose("up", "--detach");
  }

  /** The engine's socket, under a name that can be taken away. */
  private void link() throws IOException {
    var host = System.getenv("DOCKER_HOST");
    Files.createSymbolicLink(
        folder.resolve("engine"), Path.of(host.substring("unix://".length())));
  }

  @AfterEach
  final void remove() {
    compose("down", "--timeout", "0");
  }

  final void compose(String... words) {
    var argv =
        new ArrayList<>(
            List.of("docker-compose", "-p", PROJECT, "-f", folder.resolve("compose file.yaml").toString()));
    argv.addAll(List.of(words));
    run(argv);
  }

  final String docker(String... words) {
    var argv = new ArrayList<>(List.of("docker"));
    argv.addAll(List.of(words));
    return run(argv);
  }

  private static String run(List<String> argv) {
    try {
      var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s: %s", argv, said).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  protected final Object snapshot() {
    return docker(
            "ps",
            "--all",
            "--filter",
            "label=com.docker.compose.project=" + PROJECT,
            "--format",
            "{{.ID}} {{.Names}} {{.State}}")
        .lines()
        .sorted()
        .toList();
  }

  /** The starts and stops that the engine has told of; it counts nothing by itself. */
  @Override
  protected final long writes() {
    return docker(
            "events",
            "--since",
            since,
            "--until",
            // A second that is not over may still have more.
            Long.toString(Instant.now().getEpochSecond() + 1),
            "--filter",
            "label=com.docker.compose.project=" + PROJECT,
            "--format",
            "{{.Action}}")
        .lines()
        .filter(action -> List.of("start", "stop", "kill", "restart", "pause").contains(action))
        .count();
  }

  @Override
  protected final Denial deny(String requirement) {
    var taken =
        Map.of(
                "the Docker engine", folder.resolve("engine"),
                "docker compose, or docker-compose", programs().resolve("docker-compose"),
                "the services in compose file.yaml", folder.resolve("compose file.yaml"))
            .get(requirement);
    assertThat(taken).as(requirement).isNotNull();
    var away = folder.resolve("taken");
    move(taken, away);
    return new Denial() {
      @Override
      public String what() {
        return taken.toString();
      }

      @Override
      public void close() {
        move(away, taken);
      }
    };
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
