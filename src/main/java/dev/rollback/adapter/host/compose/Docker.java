package dev.rollback.adapter.host.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.adapter.host.machine.Command;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.adapter.host.machine.Words;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Docker engine of a machine and its compose, by their own programs. */
final class Docker {
  /** What the programs take of this process's environment on this machine. */
  private static final List<String> OURS =
      List.of(
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_CONFIG",
          "DOCKER_TLS_VERIFY",
          "DOCKER_CERT_PATH");

  /** How long it is waited for services to stop or start. */
  private static final Duration JOB = Duration.ofMinutes(2);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 5;

  private Docker() {}

  private static Command command(List<String> argv, HostReader system, Duration patience) {
    return new Command(
        system.privileged(argv), Map.of("LC_ALL", "C"), Map.of(), OURS, Optional.empty(), patience);
  }

  private static Ended look(HostReader system, List<String> argv) {
    return system.look(command(argv, system, system.timeout()));
  }

  private static Ended orRefuse(String doing, HostReader system, List<String> argv) {
    var ended = look(system, argv);
    if (!ended.with(0)) {
      throw SystemException.refused(
          "%s: docker fails while %s%s".formatted(system.address(), doing, Words.printed(ended)),
          "Do it by hand there: " + String.join(" ", system.privileged(argv)));
    }
    return ended;
  }

  /** The engine's version. */
  static String engine(HostReader system) {
    return Words.last(
        orRefuse(
                "asking the engine",
                system,
                List.of("docker", "version", "--format", "{{.Server.Version}}"))
            .out());
  }

  /** What time the engine says it is. */
  static Instant time(HostReader system) {
    var said =
        Words.last(
            orRefuse(
                    "asking for the time",
                    system,
                    List.of("docker", "system", "info", "--format", "{{.SystemTime}}"))
                .out());
    try {
      return OffsetDateTime.parse(said).toInstant();
    } catch (DateTimeException e) {
      throw SystemException.refused(
          system.address() + ": the Docker engine does not tell its time, but '" + said + "'",
          "See by hand: docker system info",
          e);
    }
  }

  /** How compose is called there: the plugin, or the program of version 1. */
  static List<String> compose(HostReader system) {
    return Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
        .filter(
            words -> {
              var argv = new ArrayList<>(words);
              argv.add("version");
              return isThere(words.getFirst(), system) && look(system, argv).with(0);
            })
        .findFirst()
        .orElseThrow(
            () ->
                SystemException.refused(
                    "there is neither `docker compose` nor docker-compose on " + system.address(),
                    "Install the compose plugin of Docker there, or docker-compose 1.29."));
  }

  private static boolean isThere(String program, HostReader system) {
    return system.look(Command.of(Command.finding(program), system.timeout())).with(0);
  }

  /** The services that a project's files tell of. */
  static List<String> services(Project project, HostReader system) {
    return Words.lines(
        orRefuse(
                "reading " + project.files(),
                system,
                project.argv(compose(system), List.of("config", "--services")))
            .out());
  }

  /** The containers of a project, without those that were run for once. */
  static List<Container> containers(String project, HostReader system) {
    var ids =
        Words.lines(
            orRefuse(
                    "listing containers",
                    system,
                    List.of(
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--no-trunc",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.oneoff=False"))
                .out());
    if (ids.isEmpty()) {
      return List.of();
    }
    var argv = new ArrayList<>(List.of("docker", "container", "inspect", "--format"));
    argv.add(Container.FORMAT);
    argv.addAll(ids);
    return orRefuse("looking at containers", system, argv)
        .out()
        .text()
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> container(line, system))
        .sorted(Comparator.comparing(Container::name))
        .toList();
  }

  private static Container container(String line, HostReader system) {
    try {
      return Container.of(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw SystemException.refused(
          system.address() + ": docker describes a container in words that are not understood",
          "See by hand: docker container inspect",
          e);
    }
  }

  /** The last lines that a container has printed. */
  static String log(Container container, HostReader system) {
    var ended =
        look(
            system, List.of("docker", "logs", "--tail", Integer.toString(LINES), container.name()));
    var printed = Words.printed(ended);
    return printed.isEmpty() ? "" : ". Its last lines" + printed;
  }

  /** Changes something. */
  static void change(List<String> argv, HostWriter system) {
    var ended = system.run(command(argv, system, JOB));
    if (!ended.with(0)) {
      throw SystemException.unknown(
          "%s: %s failed%s"
              .formatted(system.address(), String.join(" ", argv), Words.printed(ended)),
          "Look at what is there: docker ps --all. Then resume or undo: both go by what is there.",
          new java.io.IOException("exit code " + ended.exit()));
    }
  }
}
