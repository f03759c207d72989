package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.workload.EnvReference;
import dev.rollback.adapter.kubernetes.workload.EnvState;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code kubernetes.set-env}: a new entry, one that was a reference, one that stood twice, one that
 * is removed, some that come from a Secret and a ConfigMap; and others between them.
 */
abstract class KubernetesSetEnvContract extends KubernetesContract<SetEnv, EnvState> {
  private static final String SOURCE = "grid-settings";

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

  /** What the references lead to: without it no pod would start. */
  @Override
  protected final void prepare() {
    var metadata = new ObjectMetaBuilder().withName(SOURCE).build();
    var level = Map.of("level", "debug");
    var token = Map.of("token", "czNjcjN0");
    for (var object :
        List.of(
            new ConfigMapBuilder().withMetadata(metadata).withData(level).build(),
            new SecretBuilder().withMetadata(metadata).withData(token).build())) {
      fixture()
          .admin()
          .resource(object)
          .inNamespace(fixture().namespace())
          .createOr(there -> there.update());
    }
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
        Map.of("API_TOKEN", new EnvReference(SOURCE, "token", false)),
        Map.of(
            "LOG_LEVEL",
            new EnvReference(SOURCE, "level", false),
            "LAST",
            new EnvReference(SOURCE, "last", true)),
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
