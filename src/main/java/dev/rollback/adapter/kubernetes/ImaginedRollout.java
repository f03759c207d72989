package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a controller will have done when the step that changes a workload is through: that step
 * waits for it. What waits for somebody (a paused rollout, OnDelete) stays as it is.
 */
final class ImaginedRollout {
  private ImaginedRollout() {}

  static Workload of(Workload workload) {
    return switch (workload) {
      case Workload.OfDeployment(var d) ->
          new Workload.OfDeployment(deployment(d, workload.pods(), workload.paused()));
      case Workload.OfStatefulSet(var s) ->
          new Workload.OfStatefulSet(statefulSet(s, workload.pods(), workload.onDelete()));
      case Workload.OfDaemonSet(var d) ->
          new Workload.OfDaemonSet(daemonSet(d, workload.pods(), workload.onDelete()));
    };
  }

  private static Deployment deployment(Deployment deployment, int replicas, boolean held) {
    var status =
        Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new).toBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration());
    if (!held) {
      status
          .withReplicas(replicas)
          .withUpdatedReplicas(replicas)
          .withReadyReplicas(replicas)
          .withAvailableReplicas(replicas)
          .withUnavailableReplicas(null);
    }
    return new DeploymentBuilder(deployment).withStatus(status.build()).build();
  }

  private static StatefulSet statefulSet(StatefulSet set, int replicas, boolean held) {
    var status =
        Optional.ofNullable(set.getStatus()).orElseGet(StatefulSetStatus::new).toBuilder()
            .withObservedGeneration(set.getMetadata().getGeneration());
    if (!held) {
      status.withReplicas(replicas).withUpdatedReplicas(replicas).withReadyReplicas(replicas);
    }
    return new StatefulSetBuilder(set).withStatus(status.build()).build();
  }

  private static DaemonSet daemonSet(DaemonSet set, int pods, boolean held) {
    var status =
        Optional.ofNullable(set.getStatus()).orElseGet(DaemonSetStatus::new).toBuilder()
            .withObservedGeneration(set.getMetadata().getGeneration());
    if (!held) {
      status
          .withCurrentNumberScheduled(pods)
          .withUpdatedNumberScheduled(pods)
          .withNumberReady(pods)
          .withNumberAvailable(pods)
          .withNumberUnavailable(null);
    }
    return new DaemonSetBuilder(set).withStatus(status.build()).build();
  }

  /** A template that comes back becomes the newest; one that was never there joins them. */
  static List<Revision> revised(List<Revision> before, Workload next) {
    var template = next.template();
    var last = before.stream().max(Comparator.comparingLong(Revision::number));
    if (last.filter(r -> r.template().equals(template)).isPresent()) {
      return before;
    }
    var newest = last.map(Revision::number).orElse(0L) + 1;
    if (before.stream().anyMatch(r -> r.template().equals(template))) {
      return before.stream()
          .map(r -> r.template().equals(template) ? r.renumbered(newest) : r)
          .toList();
    }
    var made =
        new Revision(
            next.metadata().getName() + "-imagined-" + newest,
            newest,
            template,
            Map.entry("", ""),
            0,
            Optional.empty(),
            Optional.empty());
    return Stream.concat(before.stream(), Stream.of(made)).toList();
  }
}
