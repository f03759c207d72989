package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.RolloutRestart;
import dev.rollback.shape.PlanTime;
import java.time.Instant;

/** {@code kubernetes.rollout-restart} of a deployment that was never restarted. */
abstract class KubernetesRolloutRestartContract
    extends KubernetesContract<RolloutRestart, RolloutRestart.State> {
  @Override
  protected final Class<RolloutRestart.State> stateType() {
    return RolloutRestart.State.class;
  }

  @Override
  protected final RolloutRestart action() {
    return new RolloutRestart(NAME, new PlanTime(Instant.parse("2026-11-21T10:00:00.123Z")));
  }

  @Override
  protected final void disturb() {
    fixture()
        .edit(
            NAME,
            d ->
                d.toBuilder()
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToAnnotations("kubectl.kubernetes.io/restartedAt", "2026-11-21T10:00:01Z")
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build());
  }
}
