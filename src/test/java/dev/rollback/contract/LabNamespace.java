package dev.rollback.contract;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A namespace of the lab's Kubernetes, in which pods may start; deleted with all that is in it.
 *
 * @param admin may do everything
 * @param name its name, new for each one
 */
public record LabNamespace(KubernetesClient admin, String name) implements AutoCloseable {
  /** The variable that names the lab's kubeconfig. */
  public static final String VARIABLE = "ROLLBACK_LAB_KUBECONFIG";

  /** Creates one, and waits until pods are admitted. */
  public static LabNamespace create() {
    var config = Config.fromKubeconfig("lab", kubeconfig().toFile());
    var admin = new KubernetesClientBuilder().withConfig(config).build();
    var name =
        admin
            .namespaces()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("rollback-it-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
    return new LabNamespace(admin, name);
  }

  /** The lab's kubeconfig, with the contexts {@code lab} and {@code lab-oncall}. */
  public static Path kubeconfig() {
    return Path.of(System.getenv(VARIABLE));
  }

  @Override
  public void close() {
    try (admin) {
      admin.namespaces().withName(name).withGracePeriod(0).delete();
    }
  }
}
