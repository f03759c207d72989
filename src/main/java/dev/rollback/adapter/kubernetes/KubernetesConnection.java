package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.transport.ClientKey;
import dev.rollback.adapter.kubernetes.transport.ExecPlugin;
import dev.rollback.adapter.kubernetes.transport.Kubeconfig;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.adapter.kubernetes.transport.PromptHttpClientFactory;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
  private final Map<String, String> environment;
  private final Secrets secrets;
  private @Nullable Opened opened;
  private volatile boolean confirmed;

  /**
   * What is open.
   *
   * @param plugin the credential plugin, where there is one
   */
  private record Opened(
      KubernetesClient client, PromptHttpClientFactory http, Optional<ExecPlugin> plugin) {

    /** A certificate belongs to the lines themselves: a new one needs new lines. */
    boolean outlived() {
      return plugin.filter(p -> p.stale() && p.givesCertificates()).isPresent();
    }

    void close() {
      client.close();
      http.close();
    }
  }

  KubernetesConnection(
      Kubeconfig kubeconfig,
      Map<String, String> environment,
      KubernetesSettings settings,
      Pin pin,
      Secrets secrets) {
    this.kubeconfig = kubeconfig;
    this.environment = Map.copyOf(environment);
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
    if (opened != null && opened.outlived()) {
      opened.close();
      opened = null;
    }
    if (opened == null) {
      opened = connect();
    }
    return new Fabric8Kubernetes(
        opened.client(),
        new Failures(kubeconfig.server(), kubeconfig, namespace, timeout),
        secrets);
  }

  /** Reads the credentials, and starts a credential plugin where the kubeconfig names one. */
  private Opened connect() {
    try {
      var login = kubeconfig.login();
      var file = login.tokenFile();
      var plugin = file.isPresent() ? Optional.<ExecPlugin>empty() : login.plugin(environment);
      var config =
          new ConfigBuilder(kubeconfig.config())
              .withNamespace(namespace)
              .withUserAgent(USER_AGENT)
              .withConnectionTimeout((int) ResponseTimeout.connecting(timeout).toMillis())
              .withRequestTimeout((int) timeout.toMillis())
              .withRequestRetryBackoffLimit(RETRIES);
      login
          .impersonated()
          .ifPresent(
              as ->
                  config
                      .withImpersonateUsername(as)
                      .withImpersonateGroups(login.impersonatedGroups().toArray(String[]::new)));
      file.ifPresent(config::withOauthTokenProvider);
      plugin.ifPresent(p -> authenticate(p, config));
      key(config).flatMap(ClientKey::algorithm).ifPresent(config::withClientKeyAlgo);
      var http =
          new PromptHttpClientFactory(
              login.proxy(environment),
              login.serverName(),
              () -> plugin.ifPresent(ExecPlugin::rejected));
      return new Opened(
          new KubernetesClientBuilder()
              .withConfig(config.build())
              .withHttpClientFactory(http)
              .build(),
          http,
          plugin);
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

  private static void authenticate(ExecPlugin plugin, ConfigBuilder config) {
    var given = plugin.credential();
    if (given.token().isPresent()) {
      config.withOauthTokenProvider(plugin);
    }
    if (given.certificate().isPresent() && given.key().isPresent()) {
      config
          .withClientCertData(base64(given.certificate().get()))
          .withClientKeyData(base64(given.key().get()));
    }
  }

  /** In PEM; what cannot be read is told by whoever uses it. */
  private static Optional<String> key(ConfigBuilder config) {
    try {
      if (config.getClientKeyData() != null) {
        return Optional.of(
            new String(
                Base64.getMimeDecoder().decode(config.getClientKeyData()), StandardCharsets.UTF_8));
      }
      return config.getClientKeyFile() == null
          ? Optional.empty()
          : Optional.of(Files.readString(Path.of(config.getClientKeyFile())));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
