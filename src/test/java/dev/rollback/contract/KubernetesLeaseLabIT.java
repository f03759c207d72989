package dev.rollback.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real cluster. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesLeaseLabIT extends KubernetesLeaseContract {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();

  @Override
  protected KubernetesFixture fixture() {
    return LAB;
  }

  @Test
  void kubectlShowsTheHolder() throws Exception {
    var hers = claim("a", 1);
    assertThat(replace("shown", Optional.empty(), hers)).isTrue();
    assertThat(kubectl("get", "lease", "rollback-shown"))
        .matches("(?s)NAME +HOLDER +AGE\\s+rollback-shown +.+@host-a/a +\\d+s\\s+");
    assertThat(kubectl("get", "lease", "-l", "app.kubernetes.io/managed-by=rollback"))
        .contains("rollback-shown");
  }

  @Test
  void whatTheAdviceSaysFreesTheTarget() throws Exception {
    assertThat(replace("stuck", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(kubectl("delete", "lease", "rollback-stuck")).contains("deleted");
    assertThat(read("stuck")).isEmpty();
  }

  private static String kubectl(String... arguments) throws IOException, InterruptedException {
    var process = new ProcessBuilder("kubectl", "--context", "lab", "-n", LAB.namespace());
    process.command().addAll(java.util.List.of(arguments));
    process.environment().put("KUBECONFIG", LAB.kubeconfig().toString());
    var run = process.redirectErrorStream(true).start();
    var said = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(said).isZero();
    return said;
  }
}
