package dev.rollback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.contract.LabNamespace;
import dev.rollback.sandbox.GridServers;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.git.Repository;
import dev.rollback.sandbox.service.LoadBalancer;
import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The sandbox's production on a real cluster: {@code grid-api} in pods of a namespace of its own,
 * PostgreSQL and Redis of its own on this machine, and one address before the ready pods.
 */
public final class LabGrid implements Site, BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ROLL_OUT = Duration.ofMinutes(3);
  private static final int REPLICAS = 2;

  private final Deque<AutoCloseable> kept = new ArrayDeque<>();
  private @Nullable Parts parts;

  private record Parts(
      GridServers servers,
      Path program,
      Repository git,
      Relay postgres,
      Relay redis,
      LabNamespace namespace,
      LabPods pods,
      LoadBalancer http) {}

  /** One that is not the extension of a class. */
  public static LabGrid start() throws Exception {
    var grid = new LabGrid();
    grid.open();
    return grid;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    open();
  }

  private void open() throws Exception {
    var servers = GridServers.start(Path.of(System.getProperty("java.io.tmpdir")));
    var program = PodJava.directory(new Rehearsal(servers));
    var namespace = LabNamespace.create();
    var pods = new LabPods(namespace, DEPLOYMENT);
    parts =
        new Parts(
            servers,
            program,
            Repository.create(servers.directory()).orElseThrow(),
            Relay.to(port(servers.postgres().replaceFirst("^jdbc:", ""))),
            Relay.to(servers.redis().getPort()),
            namespace,
            pods,
            LoadBalancer.start(pods::ready));
    pods.discover();
    deploy();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    endKept();
    var parts = parts();
    parts.http().close();
    parts.pods().close();
    parts.namespace().close();
    parts.redis().close();
    parts.postgres().close();
    parts.servers().close();
  }

  private Parts parts() {
    return Optional.ofNullable(parts).orElseThrow();
  }

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name)).orElseThrow();
  }

  private static int port(String uri) {
    return URI.create(uri).getPort();
  }

  private void deploy() throws IOException {
    var servers = servers();
    var reached = parts().postgres().address();
    var database =
        servers
            .postgres()
            .replaceFirst(
                "//[^/]+/",
                "//" + reached.getAddress().getHostAddress() + ":" + reached.getPort() + "/");
    var secret = JSON.readValue(servers.secret(database), Secret.class);
    admin().resource(secret).inNamespace(namespace()).create();
    var deployment = JSON.treeToValue(manifest(), Deployment.class);
    admin().resource(deployment).inNamespace(namespace()).create();
    awaitRollOut();
  }

  /** The sandbox's manifest, with what a real node needs to run it. */
  private ObjectNode manifest() {
    var redis = parts().redis().address();
    var manifest =
        servers()
            .deployment(
                URI.create(
                    "redis://"
                        + redis.getAddress().getHostAddress()
                        + ":"
                        + redis.getPort()
                        + "/0"));
    ((ObjectNode) manifest.path("spec")).put("replicas", REPLICAS);
    var pod = (ObjectNode) manifest.at("/spec/template/spec");
    pod.put("terminationGracePeriodSeconds", 5).put("automountServiceAccountToken", false);
    var container = (ObjectNode) pod.at("/containers/0");
    container.put("image", image(Release.GOOD)).put("imagePullPolicy", "Never");
    PodJava.command().forEach(container.putArray("command")::add);
    ((ObjectNode) container.path("readinessProbe"))
        .put("periodSeconds", 1)
        .put("timeoutSeconds", 3);
    set(container, "HOST", "0.0.0.0");
    set(container, "PORT", Integer.toString(LabPods.PORT));
    mount(pod, container, "app", parts().program().toString(), PodJava.MOUNTED);
    List.of("/usr", "/lib", "/lib64")
        .forEach(path -> mount(pod, container, path.substring(1), path, path));
    return manifest;
  }

  private static void set(ObjectNode container, String name, String value) {
    container
        .path("env")
        .valueStream()
        .filter(e -> e.path("name").asText().equals(name))
        .forEach(e -> ((ObjectNode) e).put("value", value));
  }

  private static void mount(
      ObjectNode pod, ObjectNode container, String name, String from, String to) {
    pod.withArray("volumes").addObject().put("name", name).putObject("hostPath").put("path", from);
    container
        .withArray("volumeMounts")
        .addObject()
        .put("name", name)
        .put("mountPath", to)
        .put("readOnly", true);
  }

  /** The servers behind the service. */
  public GridServers servers() {
    return parts().servers();
  }

  @Override
  public String namespace() {
    return parts().namespace().name();
  }

  @Override
  public URI http() {
    return parts().http().uri();
  }

  @Override
  public URI redis() {
    return servers().redis();
  }

  @Override
  public String postgres() {
    return servers().postgres();
  }

  @Override
  public Repository git() {
    return parts().git();
  }

  @Override
  public Accounts accounts() {
    return servers().accounts();
  }

  @Override
  public Path directory() {
    return servers().directory();
  }

  @Override
  public SecureRandom random() {
    return servers().random();
  }

  @Override
  public JsonNode object(String kind, String name) {
    return JSON.valueToTree(resource(kind, name).get());
  }

  /**
   * Measured by the container's cgroup: with this limit a pod is ready with 67 MiB, and has 73 MiB
   * after a minute in which all customers asked without a pause; it is not killed. Of its pages it
   * keeps 64 MiB at most, for the limit of the heap is that of direct memory, too: with 131 MiB and
   * more it is never killed, and no longer answers instead.
   *
   * <p>The node has to tell that it was for memory. Docker does not notice where a hierarchy of
   * control groups is in use and not mounted; then the container ends with Error.
   */
  @Override
  public String podMemory() {
    return "112Mi";
  }

  @Override
  public List<JsonNode> pods() {
    return admin()
        .pods()
        .inNamespace(namespace())
        .withLabel("app", DEPLOYMENT)
        .list()
        .getItems()
        .stream()
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  @Override
  public void patch(String kind, String name, String patch) {
    resource(kind, name).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
  }

  private Resource<? extends HasMetadata> resource(String kind, String name) {
    return switch (kind) {
      case "Deployment" -> admin().apps().deployments().inNamespace(namespace()).withName(name);
      case "Secret" -> admin().secrets().inNamespace(namespace()).withName(name);
      case "ConfigMap" -> admin().configMaps().inNamespace(namespace()).withName(name);
      default -> throw new IllegalArgumentException("no " + kind + " is changed by a fault");
    };
  }

  @Override
  public <T extends AutoCloseable> T keep(Callable<T> starter) {
    try {
      var started = starter.call();
      kept.push(started);
      return started;
    } catch (Exception e) {
      throw new SandboxException("what a fault needs did not start", e);
    }
  }

  private void endKept() {
    while (!kept.isEmpty()) {
      try {
        kept.pop().close();
      } catch (Exception e) {
        throw new SandboxException("what a fault has started did not end", e);
      }
    }
  }

  @Override
  public String image(Release release) {
    return LabImages.push(release);
  }

  /** A customer from outside. */
  public Prober customer() {
    return servers().customer(http(), Clock.systemUTC());
  }

  /** The administrator's client. */
  public KubernetesClient admin() {
    return parts().namespace().admin();
  }

  /** The administrator's way to the deployment. */
  public RollableScalableResource<Deployment> deployment() {
    return admin().apps().deployments().inNamespace(namespace()).withName(DEPLOYMENT);
  }

  /** The deployment as the server keeps it. */
  public JsonNode raw() {
    try {
      return JSON.readTree(
          admin()
              .raw(
                  "/apis/apps/v1/namespaces/%s/deployments/%s".formatted(namespace(), DEPLOYMENT)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The environments that the deployment is given from now on, the one it has first. */
  public EnvHistory history() {
    return EnvHistory.of(this);
  }

  /** The environment entries of the service, in their order. */
  public JsonNode env() {
    return raw().at("/spec/template/spec/containers/0/env");
  }

  /** Brings the deployment back to its manifest, Redis to its neighbours and git to its start. */
  public void heal() {
    git().reset();
    endKept();
    servers().resetRedis();
    var is = raw();
    var should = manifest();
    if (!Stream.of("env", "image")
        .map("/spec/template/spec/containers/0/"::concat)
        .allMatch(part -> is.at(part).equals(should.at(part)))) {
      var spec = JSON.convertValue(should, Deployment.class).getSpec();
      deployment().edit(now -> now.toBuilder().withSpec(spec).build());
      awaitRollOut();
    }
  }

  /** Ships the release with the wrong secret through the API, and lets customers find out. */
  public void shipWrongSecret() {
    Faults.WRONG_SECRET.inject(this);
    try (var customer = customer()) {
      await().atMost(Duration.ofSeconds(20)).until(() -> customer.verdict().attempts() > 0);
      assertThat(customer.verdict().failed()).isPositive();
    }
  }

  /** Until the newest template's pods serve, and no others are there. */
  @Override
  public void awaitRollOut() {
    await()
        .atMost(ROLL_OUT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              var now = raw();
              assertThat(now.at("/status/observedGeneration"))
                  .isEqualTo(now.at("/metadata/generation"));
              for (var count : List.of("replicas", "updatedReplicas", "availableReplicas")) {
                assertThat(now.path("status").path(count).asInt())
                    .as("%s of %s", count, now.path("status"))
                    .isEqualTo(now.at("/spec/replicas").asInt());
              }
              assertThat(parts().pods().ready()).hasSize(REPLICAS);
            });
  }

  /** Writes a configuration with the targets {@code lab} (administrator) and {@code oncall}. */
  public Path configuration(Path directory) throws IOException {
    var targets = new StringBuilder("apiVersion: rollback/v1\ntargets:\n");
    Map.of("lab", "lab", "oncall", "lab-oncall")
        .forEach((target, context) -> targets.append(target(target, context)));
    return Files.writeString(directory.resolve("rollback.yaml"), targets);
  }

  private String target(String name, String context) {
    return """
      %s:
        policy: {gates: terminal}
        kubernetes: {kubeconfig: "%s", context: %s, namespace: %s}
        redis: {uri: "%s"}
        postgres: {url: "%s", user: postgres}
        http: {base: "%s"}
        git: {directory: "%s", remote: origin, branch: main}
        prometheus: {base: "%s"}
        alertmanager: {base: "%s"}
        secrets:
          smoke-user: {file: "%s"}
          smoke-password: {file: "%s"}
          smoke-api-key: {file: "%s"}
    """
        .formatted(
            name,
            LabNamespace.kubeconfig(),
            context,
            namespace(),
            servers().redis(),
            postgres().replaceFirst("\\?.*", ""),
            http(),
            git().checkout(),
            variable("ROLLBACK_LAB_PROMETHEUS"),
            variable("ROLLBACK_LAB_ALERTMANAGER"),
            servers().smokeUser().email(),
            servers().smokeUser().password(),
            servers().smokeApiKey());
  }
}
