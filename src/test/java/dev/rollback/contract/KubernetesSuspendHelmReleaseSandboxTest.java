package dev.rollback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of a HelmRelease of Flux. */
class KubernetesSuspendHelmReleaseSandboxTest extends KubernetesSuspendContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @BeforeAll
  static void install() {
    SANDBOX.cluster().install("helm.toolkit.fluxcd.io");
    SANDBOX.cluster().createNamespace("flux-system");
  }

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }

  @Override
  protected String kind() {
    return "HelmRelease";
  }

  @Override
  protected String group() {
    return "helm.toolkit.fluxcd.io";
  }

  @Override
  protected String version() {
    return "v2";
  }

  @Override
  protected String plural() {
    return "helmreleases";
  }

  @Override
  protected Optional<String> elsewhere() {
    return Optional.of("flux-system");
  }

  @Override
  protected String spec() {
    return """
    {"interval": "10m", "suspend": false}
    """;
  }

  @Override
  protected void change(ObjectNode object) {
    object.withObjectProperty("spec").remove("suspend");
  }
}
