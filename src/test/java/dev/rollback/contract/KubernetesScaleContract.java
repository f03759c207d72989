package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.workload.Scale;

/** {@code kubernetes.scale}, from 1 to 2. */
abstract class KubernetesScaleContract extends KubernetesContract<Scale, Scale.State> {
  @Override
  protected final Class<Scale.State> stateType() {
    return Scale.State.class;
  }

  @Override
  protected final Scale action() {
    return new Scale(name(WorkloadKind.DEPLOYMENT), name(WorkloadKind.STATEFUL_SET), 2);
  }

  @Override
  protected final void disturb() {
    change(w -> w.scale(3));
  }
}
