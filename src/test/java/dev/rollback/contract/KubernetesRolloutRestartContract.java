package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.workload.RolloutRestart;
import dev.rollback.shape.PlanTime;
import java.time.Instant;
import java.util.Map;

/** {@code kubernetes.rollout-restart} of a workload that was never restarted. */
abstract class KubernetesRolloutRestartContract
    extends KubernetesContract<RolloutRestart, RolloutRestart.State> {
  @Override
  protected final Class<RolloutRestart.State> stateType() {
    return RolloutRestart.State.class;
  }

  @Override
  protected final RolloutRestart action() {
    return new RolloutRestart(
        name(WorkloadKind.DEPLOYMENT),
        name(WorkloadKind.STATEFUL_SET),
        name(WorkloadKind.DAEMON_SET),
        new PlanTime(Instant.parse("2026-11-21T10:00:00.123Z")));
  }

  @Override
  protected final void disturb() {
    change(
        w ->
            w.template()
                .getMetadata()
                .setAnnotations(
                    Map.of("kubectl.kubernetes.io/restartedAt", "2026-11-21T10:00:01Z")));
  }
}
