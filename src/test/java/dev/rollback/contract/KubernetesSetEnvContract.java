package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.EnvState;
import dev.rollback.adapter.kubernetes.SetEnv;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code kubernetes.set-env}: a new entry, one that was a reference, one that stood twice, one that
 * is removed; and others between them.
 */
abstract class KubernetesSetEnvContract extends KubernetesContract<SetEnv, EnvState> {
  @Override
  protected final Deployment deployment() {
    return super.deployment().toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withEnv(
            literal("LOG_LEVEL", "warn"),
            literal("TWICE", "first"),
            literal("REMOVED", "was here"),
            reference("NODE_NAME"),
            literal("TWICE", "second"),
            literal("LAST", ""))
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static EnvVar literal(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar reference(String name) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", "spec.nodeName")
        .endValueFrom()
        .build();
  }

  @Override
  protected final Class<EnvState> stateType() {
    return EnvState.class;
  }

  @Override
  protected final SetEnv action() {
    return new SetEnv(
        name(WorkloadKind.DEPLOYMENT),
        name(WorkloadKind.STATEFUL_SET),
        name(WorkloadKind.DAEMON_SET),
        Optional.empty(),
        Map.of("GRID_MAINTENANCE_MODE", "true", "NODE_NAME", "none", "TWICE", "once"),
        List.of("REMOVED"),
        List.of());
  }

  @Override
  protected final void disturb() {
    change(
        w ->
            w.template()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .add(literal("GRID_MAINTENANCE_MODE", "maybe")));
  }
}
