package dev.rollback.adapter.host.compose;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Target;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Some services of a compose project.
 *
 * @param paths of the compose files
 * @param services which ones; none means all
 */
record Project(String name, List<String> paths, List<String> services) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

  /** Refuses what compose would take for something else. */
  Project {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be the name of a compose project: a-z, 0-9, _ and - stand in it");
    }
    if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("`files` names no compose file");
    }
    services.stream()
        .filter(s -> !SERVICE.matcher(s).matches())
        .findFirst()
        .ifPresent(
            s -> {
              throw new IllegalArgumentException("'" + s + "' cannot be the name of a service");
            });
  }

  String files() {
    return String.join(", ", paths);
  }

  Target target() {
    return services.isEmpty()
        ? Target.of("compose project " + name)
        : new Target("compose project " + name, services);
  }

  /** A call of compose for it. */
  List<String> argv(List<String> compose, List<String> words) {
    var argv = new ArrayList<>(compose);
    argv.addAll(List.of("--project-name", name));
    paths.forEach(path -> argv.addAll(List.of("--file", path)));
    argv.addAll(words);
    return List.copyOf(argv);
  }

  /**
   * The containers of its services.
   *
   * @throws SystemException when a service has none
   */
  List<Container> containers(HostReader system) {
    var found =
        Docker.containers(this, system).stream()
            .filter(c -> services.isEmpty() || services.contains(c.service()))
            .toList();
    var without =
        services.stream().filter(s -> found.stream().noneMatch(c -> c.service().equals(s))).toList();
    if (found.isEmpty() || !without.isEmpty()) {
      throw SystemException.refused(
          "project %s on %s has no containers%s"
              .formatted(
                  name,
                  system.address(),
                  without.isEmpty() ? "" : " of " + String.join(", ", without)),
          "Correct project, services or connection; or create them: docker compose up. By hand:"
              + " docker ps --all");
    }
    return found;
  }

  /** What every change of it needs. */
  List<Requirement<HostReader>> requirements() {
    return List.of(
        Requirement.both("the Docker engine", system -> asked(() -> Docker.engine(system))),
        Requirement.both(
            "docker compose, or docker-compose", system -> asked(() -> Docker.compose(system))),
        Requirement.both("the services in " + files(), this::defined));
  }

  private static Finding asked(Supplier<?> question) {
    try {
      question.get();
      return new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse(""));
    }
  }

  private Finding defined(HostReader system) {
    if (asked(() -> Docker.compose(system)) instanceof Finding.Missing(var why, var remedy)) {
      return new Finding.Warning(why, remedy); // then nobody can read the files
    }
    return asked(
            () -> {
              var known = Docker.services(this, system);
              var unknown = services.stream().filter(s -> !known.contains(s)).toList();
              if (!unknown.isEmpty()) {
                throw SystemException.refused(
                    "%s on %s has no service %s"
                        .formatted(files(), system.address(), String.join(", ", unknown)),
                    "It has: " + String.join(", ", known) + ".");
              }
              return known;
            });
  }

  /** Changes with every start and stop of them. */
  static String version(List<Container> containers) {
    return String.join(
        " ",
        containers.stream()
            .flatMap(c -> Stream.of(c.id().substring(0, Math.min(12, c.id().length())), c.status(), c.started()))
            .toList());
  }
}
