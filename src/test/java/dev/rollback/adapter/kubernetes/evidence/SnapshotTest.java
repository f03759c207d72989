package dev.rollback.adapter.kubernetes.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.sandbox.kubernetes.ContainerRuntime;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept of a workload. */
class SnapshotTest {
  @RegisterExtension
  static final SandboxKubernetes SANDBOX = new SandboxKubernetes(SnapshotTest::talk);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "grid-api";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> FALLEN = ConcurrentHashMap.newKeySet();

  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();
  private final Map<String, List<String>> kept = new TreeMap<>();

  /** Says what it does; the one of FALL falls once. */
  static ContainerRuntime.Running talk(
      String image, Map<String, String> environment, Consumer<String> log)
      throws ContainerRuntime.Exited {
    var fall = environment.getOrDefault("FALL", "");
    if (!fall.isEmpty() && FALLEN.add(fall)) {
      log.accept("the first life");
      throw new ContainerRuntime.Exited(3, "as told");
    }
    log.accept("alive");
    return SandboxKubernetes.idle(image, environment, log);
  }

  @BeforeEach
  void connect() {
    opened = Optional.of(Deployments.connect(SANDBOX));
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.delete(NAME);
    SANDBOX.admin().raw("/api/v1/namespaces/grid/events", "DELETE", null);
    opened.ifPresent(Connection::close);
  }

  private KubernetesReader system() {
    return opened.orElseThrow().reader();
  }

  private static Snapshot snapshot(String name, int pods, int lines) {
    return new Snapshot(Optional.of(name), Optional.empty(), Optional.empty(), pods, lines, 1);
  }

  private String collect(Snapshot snapshot) {
    kept.clear();
    return snapshot.collect(
        system(), (name, lines) -> assertThat(kept.put(name, lines.toList())).as(name).isNull());
  }

  private String collect() {
    return collect(snapshot(NAME, 50, 20_000));
  }

  private static void run(int replicas, EnvVar... env) {
    Deployment deployment =
        Deployments.sleeping(NAME, SANDBOX.image(), replicas).toBuilder()
            .editMetadata()
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{all of it}")
            .endMetadata()
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withEnv(env)
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    SANDBOX.create(deployment);
    await().atMost(PATIENCE).until(() -> SANDBOX.cluster().rolledOut("grid", NAME));
  }

  private String pod() {
    return system().pods(system().workload(WorkloadName.deployment(NAME))).stream()
        .map(p -> p.getMetadata().getName())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode json(String file) {
    try {
      return JSON.readTree(String.join("\n", kept.getOrDefault(file, List.of())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void logsEventsAndObjectsAreKept() {
    run(1, new EnvVar("FALL", "once", null));
    var pod = pod();
    SANDBOX
        .admin()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("e1")
                .endMetadata()
                .withType("Warning")
                .withReason("BackOff")
                .withMessage("Back-off\nrestarting")
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName(pod)
                .endInvolvedObject()
                .withCount(3)
                .withLastTimestamp(Instant.parse("2026-11-22T08:00:00Z").toString())
                .build())
        .inNamespace("grid")
        .create();

    assertThat(collect()).isEmpty();
    assertThat(kept.keySet())
        .containsExactlyInAnyOrder(
            "deployment-grid-api.json",
            "pod-" + pod + ".json",
            "events.txt",
            pod + "_app.log",
            pod + "_app.previous.log");
    assertThat(kept.get(pod + "_app.previous.log"))
        .singleElement()
        .asString()
        .endsWith("the first life");
    assertThat(kept.get(pod + "_app.log")).first().asString().endsWith("alive");
    assertThat(kept.get("events.txt"))
        .containsExactly(
            "2026-11-22T08:00:00Z Warning BackOff pod/%s x3 Back-off restarting".formatted(pod));
    assertThat(json("pod-" + pod + ".json").at("/status/containerStatuses/0/restartCount").asInt())
        .isEqualTo(1);
  }

  @Test
  void whatMayBeASecretIsLeftOut() {
    run(1, new EnvVar("DB_PASSWORD", "a literal one", null), new EnvVar("MODE", "plain", null));
    SANDBOX.cluster().access().deny("get", "", "secrets");
    SANDBOX.cluster().access().deny("list", "", "secrets");
    collect();
    assertThat(kept.values().stream().flatMap(List::stream))
        .noneMatch(line -> line.contains("a literal one"))
        .noneMatch(line -> line.contains("{all of it}"))
        .noneMatch(line -> line.contains("managedFields"));
    var env = json("deployment-grid-api.json").at("/spec/template/spec/containers/0/env");
    assertThat(env.findValuesAsText("value")).containsExactly("***", "plain");
  }

  @Test
  void whatIsCutOffOrLeftOutIsSaid() {
    run(3);
    assertThat(collect(snapshot(NAME, 2, 1)))
        .matches(
            "cut off: grid-api-\\S+_app.log before its newest 1 lines, grid-api-\\S+_app.log before"
                + " its newest 1 lines; not there: the logs of 1 of 3 pods");
    assertThat(kept.keySet().stream().filter(f -> f.endsWith(".log"))).hasSize(2);
    assertThat(kept.keySet().stream().filter(f -> f.startsWith("pod-"))).hasSize(3);
  }

  @Test
  void aWorkloadWithoutPodsSaysSo() {
    run(0);
    assertThat(collect()).isEqualTo("deployment/grid-api has no pods");
    assertThat(kept.keySet()).containsExactly("deployment-grid-api.json", "events.txt");
  }

  @Test
  void whatWasKeptBeforeAFailureStays() {
    run(1);
    SANDBOX.cluster().access().deny("get", "", "pods/log");
    assertThatThrownBy(this::collect)
        .isInstanceOf(SystemException.class)
        .hasMessageStartingWith("Not allowed to get pods/log in namespace grid");
    assertThat(kept.keySet()).contains("deployment-grid-api.json", "events.txt");
  }

  @Test
  void aNameThatDoesNotExistIsToldWithWhatThereIs() {
    run(1);
    assertThatThrownBy(() -> collect(snapshot("grid-apo", 1, 1)))
        .hasMessageContaining("There is no deployment 'grid-apo'")
        .hasMessageContaining("did you mean 'grid-api'?");
  }

  @Test
  void eachPermissionIsAskedFor() {
    assertThat(snapshot(NAME, 1, 1).requirements())
        .extracting(r -> r.what())
        .containsExactly(
            "get deployments.apps/grid-api",
            "list pods",
            "list replicasets.apps",
            "get pods/log",
            "list events");
    assertThat(snapshot(NAME, 3, 2000).preview())
        .isEqualTo(
            "the logs of deployment/grid-api: the newest 2,000 lines of each container and of the"
                + " run before its restart, of at most 3 pods; its events; the workload and its"
                + " pods");
  }

  @Test
  void whatCouldNeverBeReadIsRefused() {
    Stream.of(0, 1001)
        .forEach(
            pods ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> snapshot(NAME, pods, 1))
                    .withMessage("pods is %d; it can be 1 to 1000".formatted(pods)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot(NAME, 1, 0))
        .withMessage("lines is 0; it can be 1 to 1000000");
  }
}
