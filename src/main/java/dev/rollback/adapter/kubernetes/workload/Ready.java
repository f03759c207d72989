package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Check;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** Reads whether a workload's rollout is complete. */
@Doc("Whether a workload's newest rollout is complete and all its replicas serve.")
public record Ready(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset)
    implements Check<Ready.Values, KubernetesReader> {

  /** What is read. */
  @Doc("How a workload's rollout stands.")
  public record Values(
      @Doc("Whether the rollout is complete.") boolean ready,
      @Doc("How many replicas there shall be.") int desired,
      @Doc("How many there are of the newest template.") int updated,
      @Doc("How many serve.") int available,
      @Doc("Why it is not ready; empty where it is.") String reason) {}

  /** Refuses inputs that name no workload, or several. */
  public Ready {
    WorkloadName.of(deployment, statefulset, daemonset);
  }

  /** Of a deployment. */
  public Ready(String deployment) {
    this(Optional.of(deployment), Optional.empty(), Optional.empty());
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toFollow(workload());
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("ready");
  }

  @Override
  public Reading<Values> read(KubernetesReader system) {
    var now = system.workload(workload());
    var reason =
        switch (Rollout.of(now, system)) {
          case Readiness.Ready _ -> "";
          case Readiness.Waiting(var progress) -> progress;
          case Readiness.Stuck(var why) -> why;
        };
    var rollout = Rollout.of(now);
    return new Reading.Values<>(
        new Values(
            rollout.complete(), rollout.desired(), rollout.updated(), rollout.available(), reason));
  }
}
