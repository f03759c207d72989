package dev.rollback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of an application of Argo CD, in a namespace of its own. */
class KubernetesSuspendApplicationSandboxTest extends KubernetesSuspendContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @BeforeAll
  static void install() {
    SANDBOX.cluster().install("argoproj.io");
    SANDBOX.cluster().createNamespace("argocd");
  }

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }

  @Override
  protected String kind() {
    return "Application";
  }

  @Override
  protected String group() {
    return "argoproj.io";
  }

  @Override
  protected String version() {
    return "v1alpha1";
  }

  @Override
  protected String plural() {
    return "applications";
  }

  @Override
  protected Optional<String> elsewhere() {
    return Optional.of("argocd");
  }

  @Override
  protected String spec() {
    return """
    {"project": "grid", "syncPolicy": {"automated": {"prune": true, "selfHeal": true}}}
    """;
  }

  @Override
  protected void change(ObjectNode object) {
    object
        .withObjectProperty("spec")
        .putObject("syncPolicy")
        .putObject("automated")
        .put("prune", true);
  }
}
