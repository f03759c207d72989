package dev.rollback.adapter.host.compose;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Target;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Some services of a compose project, and the files that tell of them.
 *
 * @param paths of the compose files
 */
record Project(Services services, List<String> paths) {

  /** Refuses what compose would take for something else. */
  Project {
    if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("`files` names no compose file");
    }
  }

  /** As a step has them. */
  static Project of(String name, List<String> paths, List<String> services) {
    return new Project(new Services(name, services), paths);
  }

  String name() {
    return services.project();
  }

  String files() {
    return String.join(", ", paths);
  }

  Target target() {
    return services.target();
  }

  /** A call of compose for it. */
  List<String> argv(List<String> compose, List<String> words) {
    var argv = new ArrayList<>(compose);
    argv.addAll(List.of("--project-name", name()));
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
    return services.containers(system);
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
      var _ = question.get();
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
          var unknown = services.names().stream().filter(s -> !known.contains(s)).toList();
          if (!unknown.isEmpty()) {
            throw SystemException.refused(
                "%s on %s has no service %s"
                    .formatted(files(), system.address(), String.join(", ", unknown)),
                "It has: " + String.join(", ", known) + ".");
          }
          return known;
        });
  }
}
