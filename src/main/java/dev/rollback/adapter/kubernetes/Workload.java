package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Optional;

/** An object that runs pods of one template, of whichever kind. */
public sealed interface Workload {

  /** Interchangeable pods. */
  record OfDeployment(Deployment object) implements Workload {}

  /** Numbered pods with volumes of their own. */
  record OfStatefulSet(StatefulSet object) implements Workload {}

  /** One pod on each node. */
  record OfDaemonSet(DaemonSet object) implements Workload {}

  /** The object itself; changing it changes the workload. */
  HasMetadata object();

  /** The object's metadata. */
  default ObjectMeta metadata() {
    return object().getMetadata();
  }

  /** Its kind. */
  default WorkloadKind kind() {
    return switch (this) {
      case OfDeployment _ -> WorkloadKind.DEPLOYMENT;
      case OfStatefulSet _ -> WorkloadKind.STATEFUL_SET;
      case OfDaemonSet _ -> WorkloadKind.DAEMON_SET;
    };
  }

  /** Its kind and name. */
  default WorkloadName name() {
    return new WorkloadName(kind(), metadata().getName());
  }

  /** What its pods are made from. */
  default PodTemplateSpec template() {
    return switch (this) {
      case OfDeployment(var d) -> d.getSpec().getTemplate();
      case OfStatefulSet(var s) -> s.getSpec().getTemplate();
      case OfDaemonSet(var d) -> d.getSpec().getTemplate();
    };
  }

  /** Gives it another template. */
  default void template(PodTemplateSpec template) {
    switch (this) {
      case OfDeployment(var d) -> d.getSpec().setTemplate(template);
      case OfStatefulSet(var s) -> s.getSpec().setTemplate(template);
      case OfDaemonSet(var d) -> d.getSpec().setTemplate(template);
    }
  }

  /** Which pods may be its own. */
  default LabelSelector selector() {
    return switch (this) {
      case OfDeployment(var d) -> d.getSpec().getSelector();
      case OfStatefulSet(var s) -> s.getSpec().getSelector();
      case OfDaemonSet(var d) -> d.getSpec().getSelector();
    };
  }

  /** How many pods there shall be; of a daemon set its controller decides, by the nodes. */
  default int pods() {
    return switch (this) {
      case OfDeployment(var d) -> Optional.ofNullable(d.getSpec().getReplicas()).orElse(1);
      case OfStatefulSet(var s) -> Optional.ofNullable(s.getSpec().getReplicas()).orElse(1);
      case OfDaemonSet(var d) ->
          Optional.ofNullable(d.getStatus())
              .map(status -> status.getDesiredNumberScheduled())
              .orElse(0);
    };
  }

  /** Gives it another number of pods. */
  default void scale(int replicas) {
    switch (this) {
      case OfDeployment(var d) -> d.getSpec().setReplicas(replicas);
      case OfStatefulSet(var s) -> s.getSpec().setReplicas(replicas);
      case OfDaemonSet _ ->
          throw new IllegalStateException("a daemon set has as many pods as there are nodes");
    }
  }

  /** How many revisions that are in no use its controller keeps. */
  default Optional<Integer> historyLimit() {
    return Optional.ofNullable(
        switch (this) {
          case OfDeployment(var d) -> d.getSpec().getRevisionHistoryLimit();
          case OfStatefulSet(var s) -> s.getSpec().getRevisionHistoryLimit();
          case OfDaemonSet(var d) -> d.getSpec().getRevisionHistoryLimit();
        });
  }

  /** Whether a change of its template waits until somebody resumes its rollout. */
  default boolean paused() {
    return switch (this) {
      case OfDeployment(var d) -> Boolean.TRUE.equals(d.getSpec().getPaused());
      case OfStatefulSet _, OfDaemonSet _ -> false;
    };
  }

  /** Whether its pods get a changed template only when somebody deletes them. */
  default boolean onDelete() {
    return switch (this) {
      case OfDeployment _ -> false;
      case OfStatefulSet(var s) ->
          s.getSpec().getUpdateStrategy() != null
              && "OnDelete".equals(s.getSpec().getUpdateStrategy().getType());
      case OfDaemonSet(var d) ->
          d.getSpec().getUpdateStrategy() != null
              && "OnDelete".equals(d.getSpec().getUpdateStrategy().getType());
    };
  }

  /** The number of the first pod that gets a changed template: a stateful set's partition. */
  default int partition() {
    return switch (this) {
      case OfStatefulSet(var s) when s.getSpec().getUpdateStrategy() != null ->
          Optional.ofNullable(s.getSpec().getUpdateStrategy().getRollingUpdate())
              .map(rolling -> rolling.getPartition())
              .orElse(0);
      case OfDeployment _, OfStatefulSet _, OfDaemonSet _ -> 0;
    };
  }

  /**
   * The version of the specification. Not the resourceVersion: that also moves with the status,
   * which the controllers write during every rollout.
   */
  default String version() {
    return metadata().getUid() + "/" + metadata().getGeneration();
  }

  /** One that can be changed without changing this one. */
  default Workload copy() {
    return switch (this) {
      case OfDeployment(var d) -> new OfDeployment(new DeploymentBuilder(d).build());
      case OfStatefulSet(var s) -> new OfStatefulSet(new StatefulSetBuilder(s).build());
      case OfDaemonSet(var d) -> new OfDaemonSet(new DaemonSetBuilder(d).build());
    };
  }

  /** Whether both are specified alike, whatever their status. */
  default boolean specifiedAs(Workload other) {
    return switch (this) {
      case OfDeployment(var d) ->
          other instanceof OfDeployment(var o) && d.getSpec().equals(o.getSpec());
      case OfStatefulSet(var s) ->
          other instanceof OfStatefulSet(var o) && s.getSpec().equals(o.getSpec());
      case OfDaemonSet(var d) ->
          other instanceof OfDaemonSet(var o) && d.getSpec().equals(o.getSpec());
    };
  }
}
