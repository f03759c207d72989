package dev.rollback.adapter.kubernetes.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted of what a cluster tells of a workload. */
class EventsTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final String NAME = "grid-api";
  private static final String EVENTS = "/api/v1/namespaces/grid/events";
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void arrange() {
    SANDBOX.create(Deployments.sleeping(NAME, SANDBOX.image(), 1));
    opened = Optional.of(Deployments.connect(SANDBOX));
    await().until(() -> pods().size() == 1);
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.delete(NAME);
    SANDBOX.admin().raw(EVENTS, "DELETE", null);
    opened.ifPresent(Connection::close);
  }

  private KubernetesReader system() {
    return opened.orElseThrow().reader();
  }

  private Workload workload() {
    return system().workload(WorkloadName.deployment(NAME));
  }

  private List<Pod> pods() {
    return system().pods(workload());
  }

  private static Events events(String deployment, Duration window, String... reasons) {
    return new Events(
        Optional.of(deployment), Optional.empty(), Optional.empty(), window, List.of(reasons));
  }

  private Events.Values values(String... reasons) {
    return switch (events(NAME, WINDOW, reasons).read(system())) {
      case Reading.Values<Events.Values>(var values) -> values;
      case Reading.Nothing<Events.Values>(var why) -> throw new AssertionError(why);
    };
  }

  /** An event about an object, seen so often, the last time so long ago. */
  private static ObjectNode event(
      HasMetadata about, String type, String reason, int count, Duration ago) {
    var event = JsonNodeFactory.instance.objectNode();
    event.putObject("metadata").put("name", "e-" + UUID.randomUUID());
    event.put("type", type).put("reason", reason).put("message", "Said of it: " + reason);
    event
        .putObject("involvedObject")
        .put("kind", about.getKind())
        .put("name", about.getMetadata().getName())
        .put("uid", about.getMetadata().getUid());
    event.put("count", count).put("lastTimestamp", Instant.now().minus(ago).toString());
    return event;
  }

  private static void post(JsonNode event) {
    SANDBOX.admin().raw(EVENTS, "POST", event);
  }

  private Pod pod() {
    return pods().getFirst();
  }

  private static Pod gone(String name) {
    return new PodBuilder().withNewMetadata().withName(name).withUid("gone").endMetadata().build();
  }

  private ReplicaSet set() {
    return SANDBOX
        .admin()
        .apps()
        .replicaSets()
        .inNamespace(SANDBOX.namespace())
        .list()
        .getItems()
        .getFirst();
  }

  @Test
  void withoutAnyThereIsNothingToCount() {
    assertThat(values()).isEqualTo(new Events.Values(0, Map.of(), ""));
    assertThat(values("OOMKilled", "BackOff"))
        .isEqualTo(new Events.Values(0, Map.of("BackOff", 0, "OOMKilled", 0), ""));
  }

  @Test
  void warningsOfTheWorkloadAndWhatItOwnsAreCountedByReason() {
    post(event(pod(), "Warning", "BackOff", 3, Duration.ofSeconds(60)));
    post(event(pod(), "Warning", "Unhealthy", 2, Duration.ofSeconds(30)));
    post(event(set(), "Warning", "FailedCreate", 1, Duration.ofSeconds(90)));
    post(event(workload().object(), "Warning", "DeploymentFailed", 1, Duration.ofSeconds(90)));
    post(event(pod(), "Normal", "Pulled", 9, Duration.ofSeconds(1)));

    var values = values();
    assertThat(values.count()).isEqualTo(7);
    assertThat(values.counts())
        .isEqualTo(Map.of("BackOff", 3, "Unhealthy", 2, "FailedCreate", 1, "DeploymentFailed", 1));
    assertThat(values.newest())
        .matches(
            "Unhealthy of pod/grid-api-[a-z0-9]+-[a-z0-9]{5}, (29|3[0-9]) s ago: Said of it:"
                + " Unhealthy");
    assertThat(values("Pulled", "BackOff").counts()).isEqualTo(Map.of("BackOff", 3, "Pulled", 9));
  }

  @Test
  void whatIsOlderThanTheWindowOrOfSomebodyElseIsNot() {
    post(event(pod(), "Warning", "BackOff", 1, WINDOW.plusSeconds(5)));
    post(event(gone("grid-worker-5d4f-abcde"), "Warning", "BackOff", 1, Duration.ZERO));
    post(event(gone("grid-api-5d4f-abcde"), "Warning", "BackOff", 1, Duration.ZERO));
    assertThat(values().count()).isZero();
  }

  @Test
  void aPodThatIsGoneCountsByItsName() {
    var set = set().getMetadata().getName();
    post(event(gone(set + "-x7k2p"), "Warning", "Evicted", 1, Duration.ZERO));
    assertThat(values("Evicted").counts()).isEqualTo(Map.of("Evicted", 1));
  }

  @Test
  void aSeriesIsCountedByItsOwnTimeAndNumber() {
    var event = event(pod(), "Warning", "FailedScheduling", 0, Duration.ofDays(1));
    event.remove(List.of("count", "lastTimestamp"));
    event.put("eventTime", Instant.now().minus(Duration.ofHours(1)).toString());
    event
        .putObject("series")
        .put("count", 12)
        .put("lastObservedTime", Instant.now().minusSeconds(5).toString());
    post(event);
    assertThat(values("FailedScheduling").count()).isEqualTo(12);
  }

  @Test
  void aContainerThatRanOutOfMemoryIsFoundInItsPod() {
    var end =
        new ContainerStateTerminatedBuilder()
            .withReason("OOMKilled")
            .withExitCode(137)
            .withFinishedAt(Instant.now().minusSeconds(20).toString())
            .build();
    var pod = pod();
    pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .setLastState(new ContainerState(null, end, null));
    assertThat(Occurrence.ends(pod))
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.reason()).isEqualTo("OOMKilled");
              assertThat(o.bad()).isTrue();
              assertThat(o.message()).isEqualTo("container app ended with exit code 137");
            });
  }

  @Test
  void aWindowThatIsLongerThanEventsAreKeptIsInconclusive() {
    post(event(pod(), "Warning", "BackOff", 2, Duration.ofMinutes(1)));
    var twoHours = events(NAME, Duration.ofHours(2));
    assertThat(twoHours.read(system()))
        .isInstanceOfSatisfying(
            Reading.Nothing.class,
            nothing ->
                assertThat(nothing.why())
                    .startsWith(
                        "no event in namespace grid is as old as the window of 2 h: most clusters"
                            + " keep events for an hour. Found in what is kept: 2, the newest"
                            + " BackOff of pod/"));

    post(event(gone("somebody-else"), "Normal", "Killing", 1, Duration.ofHours(3)));
    assertThat(twoHours.read(system())).isInstanceOf(Reading.Values.class);
  }

  @Test
  void aNameThatDoesNotExistIsToldWithWhatThereIs() {
    assertThatThrownBy(() -> events("grid-apo", WINDOW).read(system()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("There is no deployment 'grid-apo' in namespace grid")
        .hasMessageContaining("did you mean 'grid-api'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events("two words/and\n\"more\"?x=1", WINDOW))
        .withMessage(
            "'two words/and\n\"more\"?x=1' is no name of a deployment: lower case letters, digits,"
                + " hyphens and dots");
  }

  @Test
  void eachPermissionIsAskedForAndItsLackIsNamed() {
    assertThat(events(NAME, WINDOW).requirements())
        .extracting(r -> r.what())
        .containsExactly(
            "get deployments.apps/grid-api", "list pods", "list replicasets.apps", "list events");
    SANDBOX.cluster().access().deny("list", "", "events");
    assertThatThrownBy(() -> values())
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem()).startsWith("Not allowed to list events in namespace grid");
              assertThat(e.advice().orElse("")).contains("--verb=list --resource=events");
            });
  }

  @Test
  void whatCouldNeverBeFoundIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events(NAME, WINDOW, "back-off"))
        .withMessage(
            "'back-off' is no reason of an event: they are written like BackOff, OOMKilled");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events(NAME, Duration.ZERO))
        .withMessage("the window is PT0S; it must be longer than 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Events(Optional.of("a"), Optional.of("b"), Optional.empty(), WINDOW, List.of()))
        .withMessage(
            "only one workload can be meant, and there are several: deployment/a, statefulset/b");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Events(Optional.empty(), Optional.empty(), Optional.empty(), WINDOW, List.of()))
        .withMessage("no workload is named: write `deployment`, `statefulset` or `daemonset`");
  }
}
