package dev.rollback.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real cluster, which is too old for autoscaling/v2. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesSuspendAutoscalerLabIT extends KubernetesSuspendAutoscalerContract {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();

  @Override
  protected KubernetesFixture fixture() {
    return LAB;
  }

  @Override
  protected String version() {
    return "v2beta2";
  }
}
