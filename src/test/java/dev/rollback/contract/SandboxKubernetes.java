package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.sandbox.kubernetes.Cluster;
import dev.rollback.sandbox.kubernetes.ContainerRuntime;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The API and the controllers of {@code rollback drill}: the contract holds there as well. */
public final class SandboxKubernetes
    implements KubernetesFixture, BeforeAllCallback, AfterAllCallback {
  private static final String NAMESPACE = "grid";

  /** What is there between {@code beforeAll} and {@code afterAll}. */
  private record Started(Cluster cluster, KubernetesClient client, Path kubeconfig) {}

  private final ContainerRuntime runtime;
  private @Nullable Started started;

  /** Its containers serve nothing and are ready at once. */
  public SandboxKubernetes() {
    this(SandboxKubernetes::idle);
  }

  /** Its containers are those of {@code runtime}. */
  public SandboxKubernetes(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    open();
  }

  /** Starts it. */
  public void open() throws IOException {
    var cluster = Cluster.start(runtime, Clock.systemUTC(), () -> UUID.randomUUID().toString());
    cluster.createNamespace(NAMESPACE);
    var config = new ConfigBuilder().withAutoConfigure(false).withMasterUrl(cluster.uri() + "");
    var file = Files.createTempFile("kubeconfig", "");
    Files.writeString(
        file,
        """
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {}}]
        contexts: [{name: sandbox, context: {cluster: c, user: u}}]
        """
            .formatted(cluster.uri()));
    started =
        new Started(
            cluster, new KubernetesClientBuilder().withConfig(config.build()).build(), file);
  }

  /** A container that serves nothing and is ready at once. */
  public static ContainerRuntime.Running idle(
      String image, Map<String, String> environment, Consumer<String> log) {
    log.accept("started");
    return new ContainerRuntime.Running() {
      @Override
      public URI address() {
        return URI.create("http://127.0.0.1:1");
      }

      @Override
      public boolean ready() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    shut();
  }

  /** Ends it. */
  public void shut() throws IOException {
    started().client().close();
    started().cluster().close();
    Files.delete(started().kubeconfig());
  }

  private Started started() {
    return Optional.ofNullable(started).orElseThrow();
  }

  @Override
  public Path kubeconfig() {
    return started().kubeconfig();
  }

  @Override
  public String context() {
    return "sandbox";
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public String image() {
    return "sandbox/idle:1";
  }

  @Override
  public ActionContract.Denial deny(String verb, String resource, String what) {
    var parts = resource.split("\\.", 2);
    var access = started().cluster().access();
    access.deny(verb, parts.length > 1 ? parts[1] : "", parts[0]);
    return new ActionContract.Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        access.allowAll();
      }
    };
  }

  @Override
  public KubernetesClient admin() {
    return started().client();
  }

  /** The cluster itself. */
  public Cluster cluster() {
    return started().cluster();
  }

  @Override
  public void create(Deployment deployment) {
    started().client().resource(deployment).inNamespace(NAMESPACE).create();
  }

  @Override
  public void edit(String name, UnaryOperator<Deployment> change) {
    Deployments.edit(started().client(), NAMESPACE, name, change);
  }

  @Override
  public void delete(String name) {
    started().client().apps().deployments().inNamespace(NAMESPACE).withName(name).delete();
  }

  @Override
  public long writes(WorkloadKind kind) {
    return started().cluster().writes(kind.plural() + ".apps").size();
  }
}
