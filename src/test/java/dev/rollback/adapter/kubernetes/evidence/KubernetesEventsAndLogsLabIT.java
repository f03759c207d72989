package dev.rollback.adapter.kubernetes.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.adapter.kubernetes.workload.Ready;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.LabKubernetes;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a real cluster tells of a workload, and what its containers write. All workloads are created
 * first: a node takes its time before it starts what has fallen, and they wait together.
 */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesEventsAndLogsLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();
  private static final String FALLING = "falling";
  private static final String GREEDY = "greedy";
  private static final String GOING = "going";
  private static final String REVIVED = "revived";
  private static final String KEPT = "kept";
  private static final String TALKATIVE = "talkative";
  private static final String STUBBORN = "stubborn";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeAll
  static void create() {
    LAB.create(shell(FALLING, 1, "echo about to fall; exit 3"));
    LAB.create(
        shell(
            REVIVED,
            2,
            "if [ -e /run/fallen ] || [ -e /tmp/fallen ]; then echo second life; exec sleep 3600;"
                + " fi; echo GET /a; echo ERROR in a; sleep 1; exit 3"));
    LAB.create(
        shell(
            KEPT,
            2,
            "if [ -e /run/fallen ] || [ -e /tmp/fallen ]; then exec sleep 3600; fi; echo first"
                + " life; sleep 1; exit 3"));
    LAB.create(greedy());
    LAB.create(shell(GOING, 1, "exec sleep 3600"));
    LAB.create(
        shell(
            TALKATIVE,
            1,
            "i=0; while [ $i -lt 3000 ]; do echo $i $(printf %0600d 7); i=$((i+1)); done; exec"
                + " sleep 3600"));
    LAB.create(version(stubborn(), "before"));
  }

  @BeforeEach
  void connect() {
    opened = Optional.of(Deployments.connect(LAB));
  }

  @AfterEach
  void tidy() {
    opened.ifPresent(Connection::close);
  }

  private KubernetesReader system() {
    return opened.orElseThrow().reader();
  }

  private static Deployment shell(String name, int replicas, String script) {
    return Deployments.running(name, LAB.image(), replicas, "/bin/sh", "-c", script);
  }

  private static Deployment greedy() {
    var greedy = shell(GREEDY, 1, "exec sleep 3600");
    greedy
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .setResources(
            new io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("900"))
                .build());
    return greedy;
  }

  /** A shell that is the first process of its container does not hear that it is to end. */
  private static Deployment stubborn() {
    var stubborn = shell(STUBBORN, 1, "echo from $VERSION; while true; do sleep 1; done");
    stubborn.getSpec().getTemplate().getSpec().setTerminationGracePeriodSeconds(60L);
    return stubborn;
  }

  private Map<String, Integer> counts(String name, String... reasons) {
    var events =
        new Events(
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(5),
            List.of(reasons));
    return switch (events.read(system())) {
      case Reading.Values<Events.Values>(var values) -> values.counts();
      case Reading.Nothing<Events.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private Reading<Logs.Values> logs(
      String name, String pattern, int megabytes, boolean allowIncomplete) {
    return new Logs(
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            pattern,
            Duration.ofMinutes(5),
            1,
            megabytes,
            allowIncomplete)
        .read(system());
  }

  @Test
  void aContainerThatFallsAgainAndAgainIsBackOffAndError() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(counts(FALLING, "BackOff", "Error", "OOMKilled"))
                    .containsEntry("OOMKilled", 0)
                    .hasEntrySatisfying("BackOff", n -> assertThat(n).isPositive())
                    .hasEntrySatisfying("Error", n -> assertThat(n).isPositive()));
    assertThat(counts(FALLING)).containsKeys("BackOff", "Error");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs(FALLING, "about to fall", 1, true))
                    .isInstanceOfSatisfying(
                        Reading.Values.class,
                        values ->
                            assertThat(((Logs.Values) values.values()).matches()).isPositive()));
  }

  @Test
  void aPodThatFindsNoNodeIsFailedScheduling() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(counts(GREEDY, "FailedScheduling").values().iterator().next())
                    .isPositive());
    assertThat(logs(GREEDY, "x", 1, false))
        .isEqualTo(new Reading.Nothing<>("no container of deployment/greedy has started yet"));
  }

  @Test
  void aPodThatIsGoneIsStillFoundByItsEvents() {
    await().atMost(PATIENCE).until(() -> counts(GOING, "Started").equals(Map.of("Started", 1)));
    LAB.edit(
        GOING,
        d -> {
          d.getSpec().setReplicas(0);
          return d;
        });
    await()
        .atMost(PATIENCE)
        .until(() -> system().pods(system().workload(WorkloadName.deployment(GOING))).isEmpty());
    // A kubelet that is slow tells it more than once.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(counts(GOING, "Started", "Killing"))
                    .containsEntry("Started", 1)
                    .hasEntrySatisfying("Killing", n -> assertThat(n).isPositive()));
  }

  @Test
  void linesOfAllPodsAndOfTheRunBeforeARestartAreCounted() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs(REVIVED, "ERROR", 1, true))
                    .isInstanceOfSatisfying(
                        Reading.Values.class,
                        read -> {
                          var values = (Logs.Values) read.values();
                          assertThat(values.pods()).isEqualTo(2);
                          assertThat(values.matches()).isGreaterThanOrEqualTo(3);
                          assertThat(values.ratio()).isBetween(0.3, 0.6);
                          assertThat(values.sample()).isEqualTo("ERROR in a");
                        }));
  }

  @Test
  void aPodThatIsBeingDeletedIsNotCountedWithThoseThatStay() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(matches("from before")).isEqualTo(1));
    LAB.edit(STUBBORN, d -> version(d, "now"));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(matches("from now")).isEqualTo(1));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                new Ready(STUBBORN).read(system())
                        instanceof Reading.Values<Ready.Values>(var values)
                    && values.ready());

    assertThat(system().pods(system().workload(WorkloadName.deployment(STUBBORN)))).hasSize(2);
    assertThat(matches("from before")).isZero();
    assertThat(matches("from now")).isEqualTo(1);
  }

  private static Deployment version(Deployment deployment, String version) {
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .setEnv(List.of(new EnvVar("VERSION", version, null)));
    return deployment;
  }

  private int matches(String pattern) {
    return switch (logs(STUBBORN, pattern, 1, true)) {
      case Reading.Values<Logs.Values>(var values) -> values.matches();
      case Reading.Nothing<Logs.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aSnapshotHasLogsEventsAndObjects() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var kept = new TreeMap<String, List<String>>();
              var note =
                  new Snapshot(
                          Optional.of(KEPT), Optional.empty(), Optional.empty(), 50, 20_000, 16)
                      .collect(system(), (name, lines) -> kept.put(name, lines.toList()));
              assertThat(note).doesNotContain("cut off");
              assertThat(kept).containsKeys("deployment-kept.json", "events.txt");
              assertThat(kept.keySet())
                  .filteredOn(file -> file.endsWith("_app.previous.log"))
                  .hasSize(2)
                  .allSatisfy(
                      file -> assertThat(kept.get(file)).last().asString().endsWith("first life"));
              assertThat(kept.get("events.txt")).anyMatch(line -> line.contains(" Started pod/"));
            });
  }

  @Test
  void aLogThatIsTooLongIsCutAndSaysSo() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs(TALKATIVE, "7$", 4, false))
                    .isInstanceOfSatisfying(
                        Reading.Values.class,
                        read ->
                            assertThat(((Logs.Values) read.values()).matches()).isEqualTo(3000)));
    assertThat(logs(TALKATIVE, "7$", 1, false))
        .isInstanceOfSatisfying(
            Reading.Nothing.class,
            nothing -> assertThat(nothing.why()).contains("has more than 1 MiB in the window"));
  }
}
