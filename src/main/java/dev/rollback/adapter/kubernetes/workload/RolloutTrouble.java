package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Readiness;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Revision;
import dev.rollback.adapter.kubernetes.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Why a rollout that is not complete will not complete by itself, or what it waits for. */
final class RolloutTrouble {
  private RolloutTrouble() {}

  static Readiness of(Workload workload, Rollout rollout, KubernetesReader system) {
    return switch (workload) {
      case Workload.OfDeployment(var d) -> deployment(workload, d, rollout, system);
      case Workload.OfStatefulSet(var s) -> statefulSet(workload, s, rollout, system);
      case Workload.OfDaemonSet _ -> daemonSet(workload, rollout, system);
    };
  }

  private static Readiness deployment(
      Workload workload, Deployment deployment, Rollout rollout, KubernetesReader system) {
    var all = system.revisions(workload);
    // The one with the deployment's template: the rule that kubectl uses.
    var found = all.stream().filter(r -> r.template().equals(workload.template())).findFirst();
    if (found.isEmpty()) {
      return new Readiness.Waiting(rollout.progress());
    }
    var newest = found.get();
    var pods = system.pods(workload).stream().filter(newest::runs).toList();
    return PodTrouble.find(pods, system)
        .or(() -> refusedPods(newest, deployment, rollout, all))
        .or(() -> deadline(deployment, newest))
        .<Readiness>map(Readiness.Stuck::new)
        .orElseGet(() -> waiting(rollout, pods));
  }

  /** What is wrong with the old pods holds the new ones up: it is the first to be told. */
  private static Readiness statefulSet(
      Workload workload, StatefulSet set, Rollout rollout, KubernetesReader system) {
    var newest = Optional.ofNullable(set.getStatus().getUpdateRevision()).orElse("");
    Predicate<Pod> isNew =
        pod -> newest.equals(pod.getMetadata().getLabels().get(Revision.REVISION_HASH));
    var pods = system.pods(workload);
    var updated = pods.stream().filter(isNew).toList();
    var old = pods.stream().filter(isNew.negate()).toList();
    return PodTrouble.find(updated, system)
        .or(() -> heldUp(set, old, system))
        .<Readiness>map(Readiness.Stuck::new)
        .orElseGet(() -> waiting(rollout, pods));
  }

  /**
   * A stateful set that starts its pods in their order waits for a broken one for ever, also when
   * its template is mended: the known limit of {@code OrderedReady}.
   */
  private static Optional<String> heldUp(StatefulSet set, List<Pod> old, KubernetesReader system) {
    return "Parallel".equals(set.getSpec().getPodManagementPolicy())
        ? Optional.empty()
        : old.stream()
            .flatMap(
                pod ->
                    PodTrouble.find(List.of(pod), system).stream()
                        .map(
                            why ->
                                ("Pod %s is of an older template, does not become ready, and a"
                                        + " StatefulSet goes on only when it is. Delete it by hand"
                                        + " and it starts with the newest one: kubectl --namespace"
                                        + " %s delete pod %s. Its trouble: %s")
                                    .formatted(name(pod), system.namespace(), name(pod), why)))
            .findFirst();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static Readiness daemonSet(Workload workload, Rollout rollout, KubernetesReader system) {
    var newest =
        system.revisions(workload).stream().max(Comparator.comparingLong(Revision::number));
    var pods =
        system.pods(workload).stream()
            .filter(pod -> newest.filter(r -> r.runs(pod)).isPresent())
            .toList();
    return PodTrouble.find(pods, system)
        .<Readiness>map(Readiness.Stuck::new)
        .orElseGet(() -> waiting(rollout, pods));
  }

  private static Readiness waiting(Rollout rollout, List<Pod> pods) {
    return new Readiness.Waiting(
        PodTrouble.waitingFor(pods)
            .map(why -> rollout.progress() + "; " + why)
            .orElse(rollout.progress()));
  }

  /**
   * Pods that the API server does not admit (quota, admission). It may pass while older pods are
   * still to go and make room; when none are, it will not.
   */
  private static Optional<String> refusedPods(
      Revision newest, Deployment deployment, Rollout rollout, List<Revision> all) {
    var olderOnesGo = all.stream().filter(r -> !r.equals(newest)).anyMatch(r -> r.pods() > 0);
    return olderOnesGo && mayTakeOldOnesAway(deployment, rollout.desired())
        ? Optional.empty()
        : newest.failure();
  }

  private static boolean mayTakeOldOnesAway(Deployment deployment, int desired) {
    var most =
        Optional.ofNullable(deployment.getSpec().getStrategy())
            .map(strategy -> strategy.getRollingUpdate())
            .map(rolling -> rolling.getMaxUnavailable())
            .orElse(null);
    if (most == null) {
      return true; // Recreate takes them all away first.
    }
    return most.getIntVal() == null
        ? desired * Integer.parseInt(most.getStrVal().replace("%", "")) / 100 > 0
        : most.getIntVal() > 0;
  }

  /** Told only of this rollout: the condition of the one before may still stand for a moment. */
  private static Optional<String> deadline(Deployment deployment, Revision newest) {
    return Optional.ofNullable(deployment.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> "ProgressDeadlineExceeded".equals(c.getReason()))
        .map(DeploymentCondition::getMessage)
        .filter(message -> message.contains(newest.name()))
        .map(message -> "ProgressDeadlineExceeded: " + message)
        .findFirst();
  }
}
