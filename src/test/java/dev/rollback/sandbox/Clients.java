package dev.rollback.sandbox;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.function.UnaryOperator;

/** The clients with which tests act on a sandbox from outside. */
final class Clients {
  private Clients() {}

  /** As an adapter makes it: from the kubeconfig and nothing else. */
  static KubernetesClient kubernetes(Sandbox sandbox) {
    Config config = Config.fromKubeconfig(GridClient.read(sandbox.kubeconfig()));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Sets one plain variable of the first container; in its place if it is there. */
  static UnaryOperator<Deployment> withEnv(String name, String value) {
    return deployment ->
        new DeploymentBuilder(deployment)
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .removeMatchingFromEnv(e -> e.getName().equals(name))
            .addNewEnv()
            .withName(name)
            .withValue(value)
            .endEnv()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
  }
}
