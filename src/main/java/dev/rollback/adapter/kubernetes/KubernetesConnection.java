package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way to one namespace, opened when it is first used. */
final class KubernetesConnection implements Connection<KubernetesReader, KubernetesWriter> {
  /** None: a repeated write would be refused by its own first try, or be made twice. */
  private static final int RETRIES = 0;

  /** Also the name by which the server records our changes ({@code metadata.managedFields}). */
  private static final String USER_AGENT = "rollback";

  private static final String CLUSTER = "cluster";

  /** What a cluster tells of itself. */
  static final List<Fact> FACTS =
      List.of(
          new Fact(
              CLUSTER,
              "[0-9A-Za-z-]+",
              true,
              "The uid of the namespace kube-system, which is as old as the cluster."));

  private final Kubeconfig kubeconfig;
  private final String namespace;
  private final Pin pin;
  private final Duration timeout;
  private final Secrets secrets;
  private final PromptHttpClientFactory http = new PromptHttpClientFactory();
  private @Nullable KubernetesClient client;
  private volatile boolean confirmed;

  KubernetesConnection(
      Kubeconfig kubeconfig, KubernetesSettings settings, Pin pin, Secrets secrets) {
    this.kubeconfig = kubeconfig;
    this.namespace = settings.namespace();
    this.pin = pin;
    this.timeout = settings.timeout();
    this.secrets = secrets;
  }

  @Override
  public String address() {
    return kubeconfig.server() + ", namespace " + namespace;
  }

  @Override
  public KubernetesReader reader() {
    return confirmedOnce();
  }

  @Override
  public KubernetesWriter writer() {
    return confirmedOnce();
  }

  /** Each request has a line of its own, so that the runner's question before each write counts. */
  private Fabric8Kubernetes confirmedOnce() {
    if (!confirmed) {
      confirm();
      confirmed = true;
    }
    return open();
  }

  @Override
  public Optional<KubernetesWriter> imagined() {
    return Optional.of(new ImaginedKubernetes(open()));
  }

  @Override
  public String ping() {
    return open().ping();
  }

  /**
   * The uid of the namespace kube-system. Empty also where this user may not read that namespace,
   * as many may not who are confined to one of their own; preflight does not ask for it.
   */
  @Override
  public Optional<String> identity() {
    return open().identity();
  }

  @Override
  public Optional<String> fact(String name) {
    return name.equals(CLUSTER) ? open().systemUid() : Optional.empty();
  }

  /** The API server's clock, by the head of an answer: a clock of seconds. */
  @Override
  public Optional<Time> time() {
    return open().time().map(at -> new Time(at, Duration.ofSeconds(1)));
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Optional<LeasePlace<KubernetesReader, KubernetesWriter>> leasePlace() {
    return Optional.of(new KubernetesLeases(namespace, kubeconfig.context()));
  }

  private synchronized Fabric8Kubernetes open() {
    if (client == null) {
      client = connect();
    }
    return new Fabric8Kubernetes(
        client, new Failures(kubeconfig.server(), kubeconfig, namespace, timeout), secrets);
  }

  /** Reads the credentials, and starts a credential plugin where the kubeconfig names one. */
  private KubernetesClient connect() {
    try {
      var config =
          new ConfigBuilder(kubeconfig.config())
              .withNamespace(namespace)
              .withUserAgent(USER_AGENT)
              .withConnectionTimeout((int) ResponseTimeout.connecting(timeout).toMillis())
              .withRequestTimeout((int) timeout.toMillis())
              .withRequestRetryBackoffLimit(RETRIES)
              .build();
      return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(http).build();
    } catch (KubernetesClientException e) {
      var root = Failures.root(e);
      throw SystemException.refused(
          "The credentials of user '%s' in %s cannot be used: %s: %s."
              .formatted(
                  kubeconfig.user(),
                  kubeconfig.names(),
                  root.getClass().getSimpleName(),
                  root.getMessage()),
          "See whether kubectl can: kubectl --context " + kubeconfig.context() + " version",
          e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      http.close();
      client = null;
    }
  }
}
