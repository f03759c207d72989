package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.workload.RolloutPause;

/** {@code kubernetes.rollout-pause}. */
abstract class KubernetesRolloutPauseContract
    extends KubernetesContract<RolloutPause, RolloutPause.State> {
  @Override
  protected final Class<RolloutPause.State> stateType() {
    return RolloutPause.State.class;
  }

  @Override
  protected final RolloutPause action() {
    return new RolloutPause(NAME, true);
  }

  @Override
  protected final boolean hasThirdState() {
    return false;
  }

  @Override
  protected final void disturb() {
    change(w -> w.scale(2));
  }
}
