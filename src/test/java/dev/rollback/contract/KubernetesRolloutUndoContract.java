package dev.rollback.contract;

import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.workload.RolloutUndo;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Optional;

/**
 * {@code kubernetes.rollout-undo} to the second of three templates; an entry that looks like a
 * secret is the same in all.
 */
abstract class KubernetesRolloutUndoContract
    extends KubernetesContract<RolloutUndo, RolloutUndo.State> {
  private static final EnvVar SECRET = new EnvVar("API_TOKEN", "s3cr3t", null);

  @Override
  protected final void prepare() {
    awaitRevisions(1);
    change(w -> env(w, List.of(SECRET)));
    awaitRevisions(2);
    change(w -> env(w, List.of(new EnvVar("MODE", "new", null), SECRET)));
    awaitRevisions(3);
  }

  private static void env(Workload workload, List<EnvVar> env) {
    workload.template().getSpec().getContainers().getFirst().setEnv(env);
  }

  /** The controller makes a revision of each template when it sees it. */
  private void awaitRevisions(int number) {
    await().until(() -> connection().reader().revisions(now()).size() >= number);
  }

  @Override
  protected final Class<RolloutUndo.State> stateType() {
    return RolloutUndo.State.class;
  }

  @Override
  protected final RolloutUndo action() {
    return new RolloutUndo(
        name(WorkloadKind.DEPLOYMENT),
        name(WorkloadKind.STATEFUL_SET),
        name(WorkloadKind.DAEMON_SET),
        Optional.of(2L),
        List.of());
  }

  @Override
  protected final void disturb() {
    change(w -> env(w, List.of(new EnvVar("MODE", "theirs", null), SECRET)));
  }
}
