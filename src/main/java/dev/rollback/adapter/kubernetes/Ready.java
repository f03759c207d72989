package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Check;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** Reads whether a deployment's rollout is complete. */
@Doc("Whether a deployment's newest rollout is complete and all its replicas serve.")
public record Ready(@Doc("The deployment.") String deployment)
    implements Check<Ready.Values, KubernetesReader> {

  /** What is read. */
  @Doc("How a deployment's rollout stands.")
  public record Values(
      @Doc("Whether the rollout is complete.") boolean ready,
      @Doc("How many replicas there shall be.") int desired,
      @Doc("How many there are of the newest template.") int updated,
      @Doc("How many serve.") int available,
      @Doc("Why it is not ready; empty where it is.") String reason) {}

  @Override
  public Target target() {
    return Target.of("deployment/" + deployment);
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toFollow(deployment);
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("ready");
  }

  @Override
  public Reading<Values> read(KubernetesReader system) {
    var now = system.deployment(deployment);
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
