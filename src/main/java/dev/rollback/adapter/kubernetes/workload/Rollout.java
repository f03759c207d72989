package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Readiness;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a workload's rollout is.
 *
 * @param desired how many pods there shall be
 * @param toUpdate how many of them shall be of the newest template: fewer where a stateful set has
 *     a partition
 * @param updated how many there are of the newest template
 * @param total how many there are
 * @param available how many of them serve
 * @param seen whether the controller has seen the newest specification
 * @param held whether pods get a changed template only when somebody does something
 */
public record Rollout(
    int desired, int toUpdate, int updated, int total, int available, boolean seen, boolean held) {

  static Rollout of(Workload workload) {
    return switch (workload) {
      case Workload.OfDeployment(var d) -> deployment(workload, d);
      case Workload.OfStatefulSet(var s) ->
          statefulSet(
              workload, Optional.ofNullable(s.getStatus()).orElseGet(StatefulSetStatus::new));
      case Workload.OfDaemonSet(var d) -> daemonSet(workload, d);
    };
  }

  private static Rollout deployment(Workload workload, Deployment deployment) {
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    return new Rollout(
        workload.pods(),
        workload.pods(),
        count(status.getUpdatedReplicas()),
        count(status.getReplicas()),
        count(status.getAvailableReplicas()),
        seen(workload, status.getObservedGeneration()),
        workload.paused());
  }

  /** Servers before 1.22 do not count the available ones of a stateful set, but the ready ones. */
  private static Rollout statefulSet(Workload workload, StatefulSetStatus status) {
    var desired = workload.pods();
    return new Rollout(
        desired,
        Math.max(0, desired - workload.partition()),
        count(status.getUpdatedReplicas()),
        count(status.getReplicas()),
        count(status.getReadyReplicas()),
        seen(workload, status.getObservedGeneration()),
        workload.onDelete());
  }

  private static Rollout daemonSet(Workload workload, DaemonSet daemonSet) {
    var status = Optional.ofNullable(daemonSet.getStatus()).orElseGet(DaemonSetStatus::new);
    var desired = workload.pods();
    return new Rollout(
        desired,
        desired,
        count(status.getUpdatedNumberScheduled()),
        count(status.getCurrentNumberScheduled()),
        count(status.getNumberAvailable()),
        seen(workload, status.getObservedGeneration()),
        workload.onDelete());
  }

  private static boolean seen(Workload workload, @Nullable Long observed) {
    var generation = workload.metadata().getGeneration();
    return generation == null || (observed != null && observed >= generation);
  }

  private static int count(@Nullable Integer replicas) {
    return replicas == null ? 0 : replicas;
  }

  boolean complete() {
    return serving() && updated >= toUpdate;
  }

  /** As many as there shall be serve, of whichever template. */
  private boolean serving() {
    return seen && total == desired && available == desired;
  }

  String progress() {
    var text =
        "%d of %d replicas updated, %d available"
            .formatted(Math.min(updated, toUpdate), toUpdate, available);
    var old = total - updated - (desired - toUpdate);
    return old > 0 ? text + ", " + old + " old ones left" : text;
  }

  /** What a change of a specification does to the pods that there are. */
  public enum Pods {
    /** It is none of their template. */
    STAY,
    /** They are replaced; where the rollout is paused, that waits for whoever resumes it. */
    CHANGE,
    /** They are to be replaced now; a rollout that is paused is in the way. */
    MUST_CHANGE
  }

  /**
   * Whether a workload has come to the state that was written, and if not, whether it will.
   *
   * @param wanted whether a specification has that state
   */
  public static Readiness follow(
      WorkloadName name, Pods pods, Predicate<Workload> wanted, KubernetesReader system) {
    var workload = system.workload(name);
    var rollout = of(workload);
    if (!wanted.test(workload)) {
      return new Readiness.Stuck(
          name + " no longer is as it was written: somebody has changed it since.");
    }
    var done =
        switch (pods) {
          case STAY -> rollout.held() && rollout.serving();
          case CHANGE -> workload.paused() && rollout.seen();
          case MUST_CHANGE -> false;
        };
    if (done || rollout.complete()) {
      return new Readiness.Ready();
    }
    return pods == Pods.STAY
        ? of(workload, system)
        : holdsBack(workload, pods)
            .<Readiness>map(Readiness.Stuck::new)
            .orElseGet(() -> of(workload, system));
  }

  /** Why a changed template reaches no pod by itself, and what would let it. */
  private static Optional<String> holdsBack(Workload workload, Pods pods) {
    var name = workload.name();
    if (workload.paused() && pods == Pods.MUST_CHANGE) {
      return Optional.of(
          "The rollout of %s is paused: kubectl rollout resume %s".formatted(name, name));
    }
    return workload.onDelete()
        ? Optional.of(
            "The update strategy of %s is OnDelete: a pod gets the change only when somebody"
                    .formatted(name)
                + " deletes it: kubectl delete pod NAME, one after the other.")
        : Optional.empty();
  }

  /** How a workload's newest rollout stands. */
  static Readiness of(Workload workload, KubernetesReader system) {
    var rollout = of(workload);
    if (rollout.complete()) {
      return new Readiness.Ready();
    }
    if (!rollout.seen()) {
      return new Readiness.Waiting(
          "the %s controller has not seen the change yet".formatted(workload.kind().word()));
    }
    return RolloutTrouble.of(workload, rollout, system);
  }
}
