package dev.rollback.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real cluster. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesSetSecretLabIT extends KubernetesSetSecretContract {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();

  @Override
  protected KubernetesFixture fixture() {
    return LAB;
  }
}
