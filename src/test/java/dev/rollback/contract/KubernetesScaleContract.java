package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.Scale;

/** {@code kubernetes.scale}, from 1 to 2. */
abstract class KubernetesScaleContract extends KubernetesContract<Scale, Scale.State> {
  @Override
  protected final Class<Scale.State> stateType() {
    return Scale.State.class;
  }

  @Override
  protected final Scale action() {
    return new Scale(NAME, 2);
  }

  @Override
  protected final void disturb() {
    fixture().edit(NAME, d -> d.toBuilder().editSpec().withReplicas(3).endSpec().build());
  }
}
