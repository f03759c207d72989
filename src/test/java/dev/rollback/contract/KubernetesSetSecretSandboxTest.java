package dev.rollback.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** On the sandbox's API. */
class KubernetesSetSecretSandboxTest extends KubernetesSetSecretContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }
}
