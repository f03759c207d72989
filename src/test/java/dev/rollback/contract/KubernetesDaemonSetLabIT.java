package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts of what changes a workload, on daemon sets of a real cluster. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesDaemonSetLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();

  @Nested
  class SetEnvIT extends KubernetesSetEnvContract {
    @Override
    protected KubernetesFixture fixture() {
      return LAB;
    }

    @Override
    protected WorkloadKind kind() {
      return WorkloadKind.DAEMON_SET;
    }
  }

  @Nested
  class SetImageIT extends KubernetesSetImageContract {
    @Override
    protected KubernetesFixture fixture() {
      return LAB;
    }

    @Override
    protected WorkloadKind kind() {
      return WorkloadKind.DAEMON_SET;
    }
  }

  @Nested
  class RolloutRestartIT extends KubernetesRolloutRestartContract {
    @Override
    protected KubernetesFixture fixture() {
      return LAB;
    }

    @Override
    protected WorkloadKind kind() {
      return WorkloadKind.DAEMON_SET;
    }
  }

  @Nested
  class RolloutUndoIT extends KubernetesRolloutUndoContract {
    @Override
    protected KubernetesFixture fixture() {
      return LAB;
    }

    @Override
    protected WorkloadKind kind() {
      return WorkloadKind.DAEMON_SET;
    }
  }
}
