package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.adapter.kubernetes.Nearest;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.Container;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of a workload's template, init containers among them: their names differ. */
final class Containers {
  private Containers() {}

  private static List<Container> all(Workload workload) {
    var pods = workload.template().getSpec();
    return Stream.concat(pods.getContainers().stream(), pods.getInitContainers().stream()).toList();
  }

  /** The one of this name; without a name the only one that is no init container. */
  static Container one(Workload workload, Optional<String> name) {
    var regular =
        workload.template().getSpec().getContainers().stream().map(Container::getName).toList();
    if (name.isEmpty() && regular.size() > 1) {
      throw SystemException.refused(
          "%s has several containers: %s.".formatted(workload.name(), String.join(", ", regular)),
          "Say in the runbook which one is meant: `container: " + regular.getFirst() + "`");
    }
    return named(workload, name.orElseGet(regular::getFirst));
  }

  /** The one of this name. */
  static Container named(Workload workload, String name) {
    var all = all(workload);
    return all.stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                SystemException.refused(
                    "%s has no container '%s'".formatted(workload.name(), name)
                        + Nearest.hint(name, all.stream().map(Container::getName).toList()),
                    "Mend the container's name in the runbook."));
  }
}
