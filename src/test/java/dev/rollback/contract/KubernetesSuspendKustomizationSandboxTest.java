package dev.rollback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of a Kustomization of Flux. */
class KubernetesSuspendKustomizationSandboxTest extends KubernetesSuspendContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @BeforeAll
  static void install() {
    SANDBOX.cluster().install("kustomize.toolkit.fluxcd.io");
    SANDBOX.cluster().createNamespace("flux-system");
  }

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }

  @Override
  protected String kind() {
    return "Kustomization";
  }

  @Override
  protected String group() {
    return "kustomize.toolkit.fluxcd.io";
  }

  @Override
  protected String version() {
    return "v1";
  }

  @Override
  protected String plural() {
    return "kustomizations";
  }

  @Override
  protected Optional<String> elsewhere() {
    return Optional.of("flux-system");
  }

  @Override
  protected String spec() {
    return """
    {"interval": "10m", "path": "./grid", "prune": true}
    """;
  }

  @Override
  protected void change(ObjectNode object) {
    object.withObjectProperty("spec").put("suspend", false);
  }
}
