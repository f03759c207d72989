package dev.rollback.contract;

import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesSettings;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Deployments for tests, and ways to them. */
public final class Deployments {
  /** No test of this adapter may read a secret. */
  public static final Secrets NO_SECRETS =
      reference -> {
        throw SystemException.refused("there are no secrets", "ask for none");
      };

  private Deployments() {}

  /** Pods that start at once, do nothing, and end at once. */
  public static Deployment sleeping(String name, String image, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(0L)
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withImagePullPolicy("Never")
        .withCommand("/bin/busybox", "sleep", "3600")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** As the fixture's user. */
  public static Connection<KubernetesReader, KubernetesWriter> connect(KubernetesFixture fixture) {
    return connect(fixture, fixture.kubeconfig(), fixture.context(), fixture.namespace());
  }

  /** By other ways than the fixture's. */
  public static Connection<KubernetesReader, KubernetesWriter> connect(
      KubernetesFixture fixture, Path kubeconfig, String context, String namespace) {
    return new KubernetesAdapter(Map.of(), fixture.kubeconfig().toAbsolutePath().getRoot())
        .connect(
            new KubernetesSettings(
                context, namespace, Optional.of(kubeconfig.toString()), Optional.empty()),
            NO_SECRETS);
  }
}
