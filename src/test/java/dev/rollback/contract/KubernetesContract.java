package dev.rollback.contract;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** The contract on a deployment {@code grid-api}, next to one that nobody may touch. */
abstract class KubernetesContract<
        A extends Record & Action<S, KubernetesReader, KubernetesWriter>, S extends Record>
    extends ActionContract<A, S, KubernetesReader, KubernetesWriter> {
  static final String NAME = "grid-api";
  static final String NEIGHBOUR = "grid-worker";

  private Optional<Connection<KubernetesReader, KubernetesWriter>> connection = Optional.empty();

  /** The API on which the contract runs. */
  protected abstract KubernetesFixture fixture();

  /** The kind of the workload. */
  protected WorkloadKind kind() {
    return WorkloadKind.DEPLOYMENT;
  }

  /** Its name, where it is of that kind. */
  protected final Optional<String> name(WorkloadKind kind) {
    return Optional.of(NAME).filter(_ -> kind == kind());
  }

  /** What the connection can read outside of the cluster. */
  protected Secrets secrets() {
    return Deployments.NO_SECRETS;
  }

  /** What is to happen to it before the action. */
  protected void prepare() {}

  /** Somebody else changes it. */
  protected final void change(Consumer<Workload> change) {
    Deployments.edit(
        fixture().admin(), fixture().namespace(), new WorkloadName(kind(), NAME), change);
  }

  /** It as it is now. */
  protected final Workload now() {
    return Deployments.get(
        fixture().admin(), fixture().namespace(), new WorkloadName(kind(), NAME));
  }

  /** The deployment before the action, or what the workload of another kind is made from. */
  protected Deployment deployment() {
    return Deployments.sleeping(NAME, fixture().image(), 1);
  }

  @AfterEach
  final void tidy() {
    for (var name : List.of(NAME, NEIGHBOUR)) {
      fixture()
          .admin()
          .resource(Deployments.as(kind(), Deployments.sleeping(name, fixture().image(), 0)))
          .inNamespace(fixture().namespace())
          .delete();
    }
    connection().close();
  }

  @Override
  protected final Connection<KubernetesReader, KubernetesWriter> connection() {
    return connection.orElseGet(
        () -> {
          var opened = Deployments.connect(fixture(), secrets());
          connection = Optional.of(opened);
          return opened;
        });
  }

  @Override
  protected final void arrange() {
    create(deployment());
    create(Deployments.sleeping(NEIGHBOUR, fixture().image(), 0));
    prepare();
  }

  private void create(Deployment deployment) {
    fixture()
        .admin()
        .resource(Deployments.as(kind(), deployment))
        .inNamespace(fixture().namespace())
        .create();
  }

  @Override
  protected Object snapshot() {
    return fixture().snapshot(kind());
  }

  @Override
  protected long writes() {
    return fixture().writes(kind());
  }

  /** {@code update deployments.apps/grid-api}: a role grants it for all, as {@code pods/log}. */
  @Override
  protected final Denial deny(String requirement) {
    var words = requirement.split(" ", 2);
    var resource = words[1].startsWith("pods/") ? words[1] : words[1].replaceFirst("/.*", "");
    return fixture().deny(words[0], resource, requirement);
  }
}
