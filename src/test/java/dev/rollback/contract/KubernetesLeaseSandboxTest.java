package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.kubernetes.SeenWrite;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the sandbox's API. */
class KubernetesLeaseSandboxTest extends KubernetesLeaseContract {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @Override
  protected KubernetesFixture fixture() {
    return SANDBOX;
  }

  @Test
  void writesOfLeasesAreRecordedAsSuch() {
    var others = SANDBOX.writes();
    var before = SANDBOX.cluster().writes("leases.coordination.k8s.io").size();
    assertThat(replace("counted", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(read("counted")).isPresent();
    var seen = SANDBOX.cluster().writes("leases.coordination.k8s.io");
    assertThat(seen.subList(before, seen.size()))
        .containsExactly(
            new SeenWrite(
                "create",
                "leases.coordination.k8s.io",
                "/apis/coordination.k8s.io/v1/namespaces/grid/leases"));
    assertThat(SANDBOX.writes()).isEqualTo(others);
  }
}
