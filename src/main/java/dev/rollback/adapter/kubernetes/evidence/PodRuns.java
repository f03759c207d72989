package dev.rollback.adapter.kubernetes.evidence;

import dev.rollback.adapter.kubernetes.Nearest;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
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
      List<Pod> pods, Optional<String> container, Instant from, WorkloadName workload) {
    container.ifPresent(name -> require(name, pods, workload));
    var runs = new ArrayList<Run>();
    for (var pod : pods) {
      statuses(pod)
          .filter(c -> container.isEmpty() || container.get().equals(c.getName()))
          .forEach(c -> add(runs, pod.getMetadata().getName(), c, from));
    }
    return List.copyOf(runs);
  }

  private static void require(String name, List<Pod> pods, WorkloadName workload) {
    var known = new TreeSet<String>();
    pods.stream()
        .map(Pod::getSpec)
        .flatMap(s -> Stream.concat(s.getInitContainers().stream(), s.getContainers().stream()))
        .map(Container::getName)
        .forEach(known::add);
    if (!known.contains(name)) {
      throw SystemException.refused(
          "%s has no container '%s'%s".formatted(workload, name, Nearest.hint(name, known)),
          "Mend the container's name in the runbook.");
    }
  }

  /** How the containers of a pod are, init containers first. */
  static Stream<ContainerStatus> statuses(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()));
  }

  /** One that waits for its next start has the log of the run before, and no other. */
  private static void add(List<Run> runs, String pod, ContainerStatus c, Instant from) {
    var state = Optional.ofNullable(c.getState());
    var present =
        state.filter(s -> s.getRunning() != null || s.getTerminated() != null).isPresent();
    Optional.ofNullable(c.getLastState())
        .map(ContainerState::getTerminated)
        .filter(
            end -> Occurrence.time(end.getFinishedAt()).filter(t -> !t.isBefore(from)).isPresent())
        .ifPresent(end -> runs.add(new Run(pod, c.getName(), true, lost(c, end, present, from))));
    if (present) {
      runs.add(new Run(pod, c.getName(), false, 0));
    }
  }

  private static int lost(
      ContainerStatus c, ContainerStateTerminated end, boolean present, Instant from) {
    var before = c.getRestartCount() - (present ? 1 : 0);
    var began = Occurrence.time(end.getStartedAt()).orElse(from);
    return began.isAfter(from) ? Math.max(0, before) : 0;
  }
}
