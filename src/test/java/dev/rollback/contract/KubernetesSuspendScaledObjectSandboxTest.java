package dev.rollback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of an object of KEDA. */
class KubernetesSuspendScaledObjectSandboxTest extends KubernetesSuspendContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @BeforeAll
  static void install() {
    SANDBOX.cluster().install("keda.sh");
    SANDBOX.cluster().createNamespace("keda");
  }

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }

  @Override
  protected String kind() {
    return "ScaledObject";
  }

  @Override
  protected String group() {
    return "keda.sh";
  }

  @Override
  protected String version() {
    return "v1alpha1";
  }

  @Override
  protected String plural() {
    return "scaledobjects";
  }

  @Override
  protected Optional<String> elsewhere() {
    return Optional.of("keda");
  }

  @Override
  protected String spec() {
    return """
    {"scaleTargetRef": {"name": "grid-api"}, "maxReplicaCount": 5}
    """;
  }

  @Override
  protected void change(ObjectNode object) {
    object
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("autoscaling.keda.sh/paused", "false");
  }
}
