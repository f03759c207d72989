package dev.rollback.adapter.host.compose;

import dev.rollback.action.Target;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Some services of a compose project, by their containers.
 *
 * @param project its name
 * @param names which ones; none means all that have containers
 */
record Services(String project, List<String> names) {
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

  /** Refuses what compose would take for something else. */
  Services {
    if (!PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException(
          "'"
              + project
              + "' cannot be the name of a compose project: a-z, 0-9, _ and - stand in it");
    }
    names.stream()
        .filter(s -> !SERVICE.matcher(s).matches())
        .findFirst()
        .ifPresent(
            s -> {
              throw new IllegalArgumentException("'" + s + "' cannot be the name of a service");
            });
  }

  Target target() {
    return new Target("compose project " + project, names);
  }

  /**
   * The containers of its services.
   *
   * @throws SystemException when a service has none
   */
  List<Container> containers(HostReader system) {
    var found =
        Docker.containers(project, system).stream()
            .filter(c -> names.isEmpty() || names.contains(c.service()))
            .toList();
    var without =
        names.stream().filter(s -> found.stream().noneMatch(c -> c.service().equals(s))).toList();
    if (found.isEmpty() || !without.isEmpty()) {
      throw SystemException.refused(
          "project %s on %s has no containers%s"
              .formatted(
                  project,
                  system.address(),
                  without.isEmpty() ? "" : " of " + String.join(", ", without)),
          "Correct project, services or connection; or create them: docker compose up. By hand:"
              + " docker ps --all");
    }
    return found;
  }

  /** Changes with every start and stop of them. */
  static String version(List<Container> containers) {
    return String.join(
        " ",
        containers.stream()
            .flatMap(
                c ->
                    Stream.of(
                        c.id().substring(0, Math.min(12, c.id().length())),
                        c.status(),
                        c.started()))
            .toList());
  }
}
