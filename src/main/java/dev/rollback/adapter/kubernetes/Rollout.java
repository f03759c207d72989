package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Readiness;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment's rollout is.
 *
 * @param desired how many pods there shall be
 * @param updated how many there are of the newest template
 * @param total how many there are
 * @param available how many of them serve
 * @param seen whether the controller has seen the newest specification
 */
record Rollout(int desired, int updated, int total, int available, boolean seen) {

  static Rollout of(Deployment deployment) {
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    var generation = deployment.getMetadata().getGeneration();
    var observed = status.getObservedGeneration();
    return new Rollout(
        Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1),
        count(status.getUpdatedReplicas()),
        count(status.getReplicas()),
        count(status.getAvailableReplicas()),
        generation == null || (observed != null && observed >= generation));
  }

  private static int count(@Nullable Integer replicas) {
    return replicas == null ? 0 : replicas;
  }

  boolean complete() {
    return seen && updated == desired && total == desired && available == desired;
  }

  String progress() {
    var text =
        "%d of %d replicas updated, %d available"
            .formatted(Math.min(updated, desired), desired, available);
    var old = total - updated;
    return old > 0 ? text + ", " + old + " old ones left" : text;
  }

  /**
   * Whether a deployment has come to the state that was written, and if not, whether it will.
   *
   * @param wanted whether a specification has that state
   * @param rollsPods whether the state is part of the pods' template
   */
  static Readiness follow(
      String name, boolean rollsPods, Predicate<Deployment> wanted, KubernetesReader system) {
    var deployment = system.deployment(name);
    if (!wanted.test(deployment)) {
      return new Readiness.Stuck(
          "deployment/%s no longer is as it was written: somebody has changed it since."
              .formatted(name));
    }
    if (rollsPods && Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return new Readiness.Stuck(
          "The rollout of deployment/%s is paused: kubectl rollout resume deployment/%s"
              .formatted(name, name));
    }
    return of(deployment, system);
  }

  /** How a deployment's newest rollout stands. */
  static Readiness of(Deployment deployment, KubernetesReader system) {
    var rollout = of(deployment);
    if (rollout.complete()) {
      return new Readiness.Ready();
    }
    if (!rollout.seen()) {
      return new Readiness.Waiting("the deployment controller has not seen the change yet");
    }
    var sets = system.replicaSets(deployment);
    var newest = newest(deployment, sets);
    if (newest.isEmpty()) {
      return new Readiness.Waiting(rollout.progress());
    }
    var pods = system.pods(newest.get());
    return PodTrouble.find(pods, system)
        .or(() -> refusedPods(newest.get(), deployment, sets))
        .or(() -> deadline(deployment, newest.get()))
        .<Readiness>map(Readiness.Stuck::new)
        .orElseGet(
            () ->
                new Readiness.Waiting(
                    PodTrouble.waitingFor(pods)
                        .map(why -> rollout.progress() + "; " + why)
                        .orElse(rollout.progress())));
  }

  /** The ReplicaSet with the deployment's template: the rule that kubectl uses. */
  private static Optional<ReplicaSet> newest(Deployment deployment, List<ReplicaSet> sets) {
    var template = deployment.getSpec().getTemplate();
    return sets.stream()
        .filter(
            set -> {
              var theirs = set.getSpec().getTemplate().toBuilder();
              theirs.editOrNewMetadata().removeFromLabels("pod-template-hash").endMetadata();
              return theirs.build().equals(template);
            })
        .findFirst();
  }

  /**
   * Pods that the API server does not admit (quota, admission). It may pass while older pods are
   * still to go and make room; when none are, it will not.
   */
  private static Optional<String> refusedPods(
      ReplicaSet newest, Deployment deployment, List<ReplicaSet> sets) {
    var olderOnesGo =
        sets.stream()
            .filter(set -> !set.equals(newest))
            .anyMatch(set -> set.getStatus() != null && count(set.getStatus().getReplicas()) > 0);
    var message =
        Optional.ofNullable(newest.getStatus()).stream()
            .flatMap(status -> status.getConditions().stream())
            .filter(c -> c.getType().equals("ReplicaFailure") && "True".equals(c.getStatus()))
            .map(c -> "%s: %s".formatted(c.getReason(), c.getMessage()))
            .findFirst();
    return olderOnesGo && mayTakeOldOnesAway(deployment) ? Optional.empty() : message;
  }

  private static boolean mayTakeOldOnesAway(Deployment deployment) {
    var most =
        Optional.ofNullable(deployment.getSpec().getStrategy())
            .map(strategy -> strategy.getRollingUpdate())
            .map(rolling -> rolling.getMaxUnavailable())
            .orElse(null);
    if (most == null) {
      return true; // Recreate takes them all away first.
    }
    var desired = of(deployment).desired();
    return most.getIntVal() == null
        ? desired * Integer.parseInt(most.getStrVal().replace("%", "")) / 100 > 0
        : most.getIntVal() > 0;
  }

  /** Told only of this rollout: the condition of the one before may still stand for a moment. */
  private static Optional<String> deadline(Deployment deployment, ReplicaSet newest) {
    return Optional.ofNullable(deployment.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> "ProgressDeadlineExceeded".equals(c.getReason()))
        .map(DeploymentCondition::getMessage)
        .filter(message -> message.contains(newest.getMetadata().getName()))
        .map(message -> "ProgressDeadlineExceeded: " + message)
        .findFirst();
  }
}
