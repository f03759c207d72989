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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real cluster tells of a workload, and what its containers write. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesEventsAndLogsLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();
  private static final String NAME = "grid-api";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void connect() {
    opened = Optional.of(Deployments.connect(LAB));
  }

  @AfterEach
  void tidy() {
    LAB.delete(NAME);
    opened.ifPresent(Connection::close);
  }

  private KubernetesReader system() {
    return opened.orElseThrow().reader();
  }

  private static Deployment shell(int replicas, String script) {
    return Deployments.running(NAME, LAB.image(), replicas, "/bin/sh", "-c", script);
  }

  private Map<String, Integer> counts(String... reasons) {
    var events =
        new Events(
            Optional.of(NAME),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(5),
            List.of(reasons));
    return switch (events.read(system())) {
      case Reading.Values<Events.Values>(var values) -> values.counts();
      case Reading.Nothing<Events.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private Reading<Logs.Values> logs(String pattern, int megabytes, boolean allowIncomplete) {
    return new Logs(
            Optional.of(NAME),
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
    LAB.create(shell(1, "echo about to fall; exit 3"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(counts("BackOff", "Error", "OOMKilled"))
                    .containsEntry("OOMKilled", 0)
                    .hasEntrySatisfying("BackOff", n -> assertThat(n).isPositive())
                    .hasEntrySatisfying("Error", n -> assertThat(n).isPositive()));
    assertThat(counts()).containsKeys("BackOff", "Error");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs("about to fall", 1, true))
                    .isInstanceOfSatisfying(
                        Reading.Values.class,
                        values ->
                            assertThat(((Logs.Values) values.values()).matches()).isPositive()));
  }

  @Test
  void aPodThatFindsNoNodeIsFailedScheduling() {
    var greedy = shell(1, "exec sleep 3600");
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
    LAB.create(greedy);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(counts("FailedScheduling").values().iterator().next()).isPositive());
    assertThat(logs("x", 1, false))
        .isEqualTo(new Reading.Nothing<>("no container of deployment/grid-api has started yet"));
  }

  @Test
  void aPodThatIsGoneIsStillFoundByItsEvents() {
    LAB.create(shell(1, "exec sleep 3600"));
    await().atMost(PATIENCE).until(() -> counts("Started").equals(Map.of("Started", 1)));
    LAB.edit(
        NAME,
        d -> {
          d.getSpec().setReplicas(0);
          return d;
        });
    await()
        .atMost(PATIENCE)
        .until(() -> system().pods(system().workload(WorkloadName.deployment(NAME))).isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() -> counts("Started", "Killing").equals(Map.of("Started", 1, "Killing", 1)));
  }

  @Test
  void linesOfAllPodsAndOfTheRunBeforeARestartAreCounted() {
    LAB.create(
        shell(
            2,
            "if [ -e /run/fallen ] || [ -e /tmp/fallen ]; then echo second life; exec sleep 3600;"
                + " fi; echo GET /a; echo ERROR in a; sleep 1; exit 3"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs("ERROR", 1, true))
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

  /** A shell that is the first process of its container does not hear that it is to end. */
  @Test
  void aPodThatIsBeingDeletedIsNotCountedWithThoseThatStay() {
    var stubborn = shell(1, "echo from $VERSION; while true; do sleep 1; done");
    stubborn.getSpec().getTemplate().getSpec().setTerminationGracePeriodSeconds(60L);
    LAB.create(version(stubborn, "before"));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(matches("from before")).isEqualTo(1));
    LAB.edit(NAME, d -> version(d, "now"));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(matches("from now")).isEqualTo(1));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                new Ready(NAME).read(system()) instanceof Reading.Values<Ready.Values>(var values)
                    && values.ready());

    assertThat(system().pods(system().workload(WorkloadName.deployment(NAME)))).hasSize(2);
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
    return switch (logs(pattern, 1, true)) {
      case Reading.Values<Logs.Values>(var values) -> values.matches();
      case Reading.Nothing<Logs.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aSnapshotHasLogsEventsAndObjects() {
    LAB.create(
        shell(
            2,
            "if [ -e /run/fallen ] || [ -e /tmp/fallen ]; then exec sleep 3600; fi; echo first"
                + " life; sleep 1; exit 3"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var kept = new TreeMap<String, List<String>>();
              var note =
                  new Snapshot(
                          Optional.of(NAME), Optional.empty(), Optional.empty(), 50, 20_000, 16)
                      .collect(system(), (name, lines) -> kept.put(name, lines.toList()));
              assertThat(note).doesNotContain("cut off");
              assertThat(kept).containsKeys("deployment-grid-api.json", "events.txt");
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
    LAB.create(
        shell(
            1,
            "i=0; while [ $i -lt 3000 ]; do echo $i $(printf %0600d 7); i=$((i+1)); done; exec"
                + " sleep 3600"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(logs("7$", 4, false))
                    .isInstanceOfSatisfying(
                        Reading.Values.class,
                        read ->
                            assertThat(((Logs.Values) read.values()).matches()).isEqualTo(3000)));
    assertThat(logs("7$", 1, false))
        .isInstanceOfSatisfying(
            Reading.Nothing.class,
            nothing -> assertThat(nothing.why()).contains("has more than 1 MiB in the window"));
  }
}
