package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Terminating;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Pods that will not start by themselves. A wrong image or configuration is told at once; a crash
 * only when the container has crashed again after a restart.
 */
final class PodTrouble {
  private static final int LOG_LINES = 5;
  private static final int CRASHES = 2;

  private static final Set<String> NEVER_STARTS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError",
          "CreateContainerConfigError",
          "CreateContainerError");

  private PodTrouble() {}

  /** Why one of these pods will not start, with the end of its log. */
  static Optional<String> find(List<Pod> pods, KubernetesReader system) {
    return Terminating.without(pods).stream()
        .flatMap(pod -> containers(pod).flatMap(c -> trouble(pod, c, system).stream()))
        .findFirst();
  }

  /** Why one of these pods has no node; an autoscaler may still bring one. */
  static Optional<String> waitingFor(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getConditions().stream())
        .filter(c -> "Unschedulable".equals(c.getReason()))
        .map(c -> "Unschedulable: " + c.getMessage())
        .findFirst();
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()));
  }

  private static Optional<String> trouble(Pod pod, ContainerStatus c, KubernetesReader system) {
    var waiting = Optional.ofNullable(c.getState()).map(s -> s.getWaiting());
    var reason = waiting.map(ContainerStateWaiting::getReason).orElse("");
    if (NEVER_STARTS.contains(reason)) {
      var message = waiting.map(ContainerStateWaiting::getMessage).orElse("no message");
      return Optional.of("%s: %s: %s".formatted(place(pod, c), reason, message));
    }
    return reason.equals("CrashLoopBackOff") || crashedAgain(c)
        ? Optional.of(crash(pod, c, reason, system))
        : Optional.empty();
  }

  /**
   * A container that runs again is given the chance: old restarts say nothing about this change.
   */
  private static boolean crashedAgain(ContainerStatus c) {
    return c.getRestartCount() != null
        && c.getRestartCount() >= CRASHES
        && c.getState() != null
        && c.getState().getRunning() == null
        && end(c).filter(t -> t.getExitCode() != 0).isPresent();
  }

  private static String crash(Pod pod, ContainerStatus c, String reason, KubernetesReader system) {
    var end = end(c);
    var how =
        Stream.of(
                Optional.of(reason).filter(r -> !r.isEmpty()),
                end.map(ContainerStateTerminated::getReason).filter(r -> !r.equals("Error")),
                end.map(t -> "exit code " + t.getExitCode()),
                end.map(ContainerStateTerminated::getMessage).filter(m -> !m.isBlank()),
                Optional.of(c.getRestartCount() + " restarts"))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    var log = lastLines(pod, c, system);
    return place(pod, c)
        + ": "
        + String.join(", ", how)
        + (log.isEmpty()
            ? "; its log is empty"
            : "; its last log lines:\n  " + String.join("\n  ", log));
  }

  private static Optional<ContainerStateTerminated> end(ContainerStatus c) {
    return Stream.of(
            Optional.ofNullable(c.getState()).map(s -> s.getTerminated()),
            Optional.ofNullable(c.getLastState()).map(s -> s.getTerminated()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String place(Pod pod, ContainerStatus c) {
    return "pod %s, container %s".formatted(pod.getMetadata().getName(), c.getName());
  }

  /** Of the run that ended: the one before, once there is a newer one. */
  private static List<String> lastLines(Pod pod, ContainerStatus c, KubernetesReader system) {
    try {
      var current = system.log(pod, c.getName(), false, LOG_LINES);
      return current.isEmpty() ? system.log(pod, c.getName(), true, LOG_LINES) : current;
    } catch (SystemException e) {
      // The reason of the crash matters more than its log: it is told in its place.
      return List.of("(not readable: " + e.problem() + ")");
    }
  }
}
