package dev.rollback.contract;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
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

  /** The deployment before the action. */
  protected Deployment deployment() {
    return Deployments.sleeping(NAME, fixture().image(), 1);
  }

  @AfterEach
  final void tidy() {
    fixture().delete(NAME);
    fixture().delete(NEIGHBOUR);
    connection().close();
  }

  @Override
  protected final Connection<KubernetesReader, KubernetesWriter> connection() {
    return connection.orElseGet(
        () -> {
          var opened = Deployments.connect(fixture());
          connection = Optional.of(opened);
          return opened;
        });
  }

  @Override
  protected final void arrange() {
    fixture().create(deployment());
    fixture().create(Deployments.sleeping(NEIGHBOUR, fixture().image(), 0));
  }

  @Override
  protected Object snapshot() {
    return fixture().snapshot();
  }

  @Override
  protected long writes() {
    return fixture().writes();
  }

  /** {@code update deployments.apps/grid-api}: a role grants it for all, as {@code pods/log}. */
  @Override
  protected final Denial deny(String requirement) {
    var words = requirement.split(" ", 2);
    var resource = words[1].startsWith("pods/") ? words[1] : words[1].replaceFirst("/.*", "");
    return fixture().deny(words[0], resource, requirement);
  }
}
