package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.SystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The runs of the containers of some pods, as far as their logs are kept. */
final class PodRuns {
  private PodRuns() {}

  /**
   * One run of a container.
   *
   * @param previous whether it is the one before the last
   * @param lost how many runs before it may have been in the window; their logs are not kept
   */
  record Run(String pod, String container, boolean previous, int lost) {
    /** {@code pod grid-api-5d4f-abcde, container app, before its restart}. */
    String place() {
      return "pod %s, container %s%s"
          .formatted(pod, container, previous ? ", before its restart" : "");
    }
  }

  /**
   * Those that have run in the window.
   *
   * @param container the one that is meant; all when empty
   * @param workload whose pods they are, for messages
   * @throws SystemException when no pod has such a container
   */
  static List<Run> of(
      List<JsonNode> pods, Optional<String> container, Instant from, String workload) {
    container.ifPresent(name -> require(name, pods, workload));
    var runs = new ArrayList<Run>();
    for (var pod : pods) {
      statuses(pod)
          .filter(c -> container.isEmpty() || container.get().equals(name(c)))
          .forEach(c -> add(runs, pod, c, from));
    }
    return List.copyOf(runs);
  }

  private static void require(String name, List<JsonNode> pods, String workload) {
    var known = new TreeSet<String>();
    pods.stream()
        .flatMap(
            pod ->
                Stream.of("initContainers", "containers")
                    .flatMap(list -> pod.path("spec").path(list).valueStream()))
        .forEach(c -> known.add(name(c)));
    if (!known.contains(name)) {
      throw SystemException.refused(
          "%s has no container '%s'%s".formatted(workload, name, Nearest.hint(name, known)),
          "Mend the container's name in the runbook.");
    }
  }

  private static Stream<JsonNode> statuses(JsonNode pod) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(list -> pod.path("status").path(list).valueStream());
  }

  private static String name(JsonNode container) {
    return container.path("name").asText();
  }

  /** One that waits for its next start has the log of the run before, and no other. */
  private static void add(List<Run> runs, JsonNode pod, JsonNode c, Instant from) {
    var podName = WorkloadRef.View.name(pod);
    var end = c.at("/lastState/terminated");
    var present = c.at("/state/running").isObject() || c.at("/state/terminated").isObject();
    if (Occurrence.time(end.path("finishedAt")).filter(at -> !at.isBefore(from)).isPresent()) {
      var began = Occurrence.time(end.path("startedAt")).orElse(from);
      var before = c.path("restartCount").asInt() - (present ? 1 : 0);
      var earlier = began.isAfter(from) ? Math.max(0, before) : 0;
      runs.add(new Run(podName, name(c), true, earlier));
    }
    if (present) {
      runs.add(new Run(podName, name(c), false, 0));
    }
  }
}
