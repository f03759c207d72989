package dev.rollback.adapter.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A compose project on the lab's Docker engine, and a user whose docker, compose and way to the
 * engine can each be taken away.
 */
public final class LabCompose implements AutoCloseable {
  /** Where the user finds the engine. */
  public final Path engine;

  /** The user's compose. */
  public final Path program;

  /** The compose file; a connection starts in its folder. */
  public final Path file;

  private final Path folder;
  private final String project;
  private final Map<String, String> seen = new HashMap<>();
  private long changes;

  /** A project whose services are web, worker (two containers) and other; nothing runs yet. */
  public LabCompose(Path folder, String project) {
    this.folder = folder;
    this.project = project;
    this.engine = folder.resolve("engine");
    this.program = folder.resolve("bin").resolve("docker-compose");
    this.file = folder.resolve("compose file.yaml");
    var host = System.getenv("DOCKER_HOST").substring("unix://".length());
    try {
      Files.createDirectories(folder.resolve("bin"));
      Files.writeString(
          file,
          "version: \"2.4\"\nservices:\n"
              + service("web", 1)
              + service("worker", 2)
              + service("other", 1));
      for (var name : List.of("docker", "docker-compose", "cat", "uname")) {
        script(name);
      }
      Files.createSymbolicLink(engine, Path.of(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a compose file with these services, in YAML, and brings them up. */
  public void up(String... services) {
    try {
      Files.writeString(
          file, "version: \"2.4\"\nservices:\n  " + String.join("\n  ", services) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compose("up", "--detach");
  }

  /** Whether there is a compose to be tested with. */
  public static boolean available() {
    return Programs.find("docker-compose", System.getenv()).isPresent();
  }

  private static String service(String name, int containers) {
    return "  %s: {image: \"lab/busybox:1\", command: sleep 86400, stop_grace_period: 0s, scale: %d}\n"
        .formatted(name, containers);
  }

  private void script(String name) throws IOException {
    var script = folder.resolve("bin").resolve(name);
    var found = Programs.find(name, System.getenv()).orElseThrow();
    Files.writeString(script, "#!/bin/sh\nexec " + found + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The user's machine: this one. */
  public Connection<HostReader, HostWriter> connect() {
    var environment = new HashMap<>(System.getenv());
    environment.put("DOCKER_HOST", "unix://" + engine);
    environment.put("PATH", folder.resolve("bin").toString());
    return TestHosts.here(environment, folder);
  }

  /** Has compose do something. */
  public void compose(String... words) {
    var argv = new ArrayList<>(List.of("docker-compose", "-p", project, "-f", file.toString()));
    argv.addAll(List.of(words));
    run(argv);
  }

  /** What docker prints. */
  public String docker(String... words) {
    var argv = new ArrayList<>(List.of("docker"));
    argv.addAll(List.of(words));
    return run(argv);
  }

  /** Each container and what it does. */
  public List<String> containers() {
    return docker(
            "ps",
            "--all",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--format",
            "{{.ID}} {{.Names}} {{.State}}")
        .lines()
        .sorted()
        .toList();
  }

  /**
   * How many times a container was found started, stopped or paused since the last look, all looks
   * together. The engine's own events cannot be counted: it keeps the last 256 of all containers.
   */
  public synchronized long changes() {
    var now = new HashMap<String, String>();
    for (var container : containers()) {
      var id = container.split(" ", 2)[0];
      now.put(
          id,
          docker(
              "inspect",
              "--format",
              "{{.State.StartedAt}} {{.State.FinishedAt}} {{.State.Paused}}",
              id));
    }
    changes +=
        now.entrySet().stream().filter(e -> !e.getValue().equals(seen.get(e.getKey()))).count();
    seen.putAll(now);
    return changes;
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
  public void close() {
    compose("down", "--timeout", "0");
  }
}
