package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Action;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.kubernetes.workload.Ready;
import dev.rollback.adapter.kubernetes.workload.RolloutRestart;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.LabKubernetes;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes that do not come to an end, on a real cluster: the reason is told at once. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesTroubleLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();
  private static final String NAME = "grid-api";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Fails once there is nothing to sleep for: what the entry BREAK says. */
  private static final String SCRIPT =
      "test -z \"$BREAK\" && exec /bin/busybox sleep 3600; echo starting; echo boom: $BREAK; exit"
          + " 3";

  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void connect() {
    opened = Optional.of(Deployments.connect(LAB));
  }

  @AfterEach
  void tidy() {
    LAB.delete(NAME);
    opened.ifPresent(Connection::close);
    LAB.admin().resourceQuotas().inNamespace(LAB.namespace()).delete();
  }

  private Workload workload() {
    return system().workload(WorkloadName.deployment(NAME));
  }

  private KubernetesWriter system() {
    return opened.orElseThrow().writer();
  }

  private static Deployment serving(int replicas) {
    return Deployments.running(NAME, LAB.image(), replicas, "/bin/sh", "-c", SCRIPT);
  }

  private static SetEnv set(String name, String value) {
    return new SetEnv(NAME, Optional.empty(), Map.of(name, value), List.of(), List.of());
  }

  private <S extends Record> S apply(Action<S, KubernetesReader, KubernetesWriter> action) {
    var before = action.observe(system());
    var after = action.desired(before.state());
    action.write(before, after, system());
    return after;
  }

  private <S extends Record> String stuck(
      Action<S, KubernetesReader, KubernetesWriter> action, S wanted) {
    var last = new ArrayList<Readiness>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              last.add(action.ready(wanted, system()));
              return !(last.getLast() instanceof Readiness.Waiting);
            });
    return switch (last.getLast()) {
      case Readiness.Stuck(var why) -> why;
      case Readiness.Ready _, Readiness.Waiting _ -> throw new AssertionError("it became ready");
    };
  }

  private <S extends Record> List<String> progress(
      Action<S, KubernetesReader, KubernetesWriter> action, S wanted) {
    var seen = new ArrayList<String>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                switch (action.ready(wanted, system())) {
                  case Readiness.Ready _ -> true;
                  case Readiness.Waiting(var text) -> {
                    seen.add(text);
                    yield false;
                  }
                  case Readiness.Stuck(var why) -> throw new AssertionError(why);
                });
    return seen;
  }

  private void awaitComplete() {
    await().atMost(PATIENCE).until(() -> values().ready());
  }

  private Ready.Values values() {
    return switch (new Ready(NAME).read(system())) {
      case Check.Reading.Values<Ready.Values>(var values) -> values;
      case Check.Reading.Nothing<Ready.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aCrashIsToldWithExitCodeAndLog() {
    LAB.create(serving(2));
    awaitComplete();
    var action = set("BREAK", "no such key");
    var wanted = apply(action);
    var why = stuck(action, wanted);
    assertThat(why)
        .contains("container app", "exit code 3", "restart", "starting\n  boom: no such key");
    assertThat(values().ready()).isFalse();
    assertThat(values().available()).as("the old pods serve").isEqualTo(2);
    assertThat(values().reason()).contains("exit code 3");

    var undone = new SetEnv(NAME, Optional.empty(), Map.of(), List.of("BREAK"), List.of());
    progress(undone, apply(undone));
    assertThat(values()).isEqualTo(new Ready.Values(true, 2, 2, 2, ""));
  }

  @Test
  void oneFailedStartIsNoCrash() {
    var once = "test -e /d/x && exec /bin/busybox sleep 3600; /bin/busybox touch /d/x; exit 1";
    LAB.create(
        Deployments.running(NAME, LAB.image(), 1, "/bin/sh", "-c", once).toBuilder()
            .editSpec()
            .editTemplate()
            .editSpec()
            .addNewVolume()
            .withName("d")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .editFirstContainer()
            .addNewVolumeMount()
            .withName("d")
            .withMountPath("/d")
            .endVolumeMount()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    progress(new Scale(NAME, 1), new Scale.State(1));
  }

  @Test
  void aMissingImageIsToldAtOnce() {
    LAB.create(Deployments.sleeping(NAME, "lab/no-such-image:1", 1));
    assertThat(stuck(new Scale(NAME, 1), new Scale.State(1)))
        .contains("container app", "ErrImageNeverPull", "lab/no-such-image:1");
  }

  @Test
  void aMissingSecretIsToldAtOnce() {
    LAB.create(
        serving(1).toBuilder()
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .addNewEnv()
            .withName("PASSWORD")
            .withNewValueFrom()
            .withNewSecretKeyRef("password", "no-such-secret", false)
            .endValueFrom()
            .endEnv()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    assertThat(stuck(new Scale(NAME, 1), new Scale.State(1)))
        .contains("CreateContainerConfigError", "no-such-secret");
  }

  @Test
  void aQuotaIsToldAtOnce() {
    LAB.create(serving(1));
    awaitComplete();
    LAB.admin()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("few")
                .withNamespace(LAB.namespace())
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("1"))
                .endSpec()
                .build())
        .create();
    // What the API shows of a quota and what it holds pods to are two things for a moment.
    await().until(this::isAnotherPodRefused);
    var action = new Scale(NAME, 2);
    assertThat(stuck(action, apply(action))).contains("FailedCreate", "exceeded quota: few");
  }

  private boolean isAnotherPodRefused() {
    var template = serving(1).getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("another")
            .withNamespace(LAB.namespace())
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    try {
      LAB.admin().resource(pod).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage()).contains("exceeded quota: few");
    }
  }

  @Test
  void theDeadlineIsTold() {
    LAB.create(
        serving(1).toBuilder()
            .editSpec()
            .withProgressDeadlineSeconds(1)
            .editTemplate()
            .editSpec()
            .addToNodeSelector("no-such", "node")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    assertThat(stuck(new Scale(NAME, 1), new Scale.State(1)))
        .contains("ProgressDeadlineExceeded", NAME);
  }

  @Test
  void whatIsWaitedForIsTold() {
    LAB.create(serving(3));
    awaitComplete();
    var action = set("MODE", "1");
    assertThat(progress(action, apply(action)))
        .anyMatch(text -> text.matches("[0-3] of 3 replicas updated, [0-3] available.*"));
  }

  @Test
  void somebodyElsesChangeEndsTheWaiting() {
    LAB.create(serving(1));
    var action = new Scale(NAME, 2);
    var wanted = apply(action);
    LAB.edit(NAME, d -> d.toBuilder().editSpec().withReplicas(0).endSpec().build());
    assertThat(stuck(action, wanted)).contains("somebody has changed it since");
  }

  @Test
  void aPausedRolloutIsToldBeforeAndAfter() {
    LAB.create(serving(1).toBuilder().editSpec().withPaused(true).endSpec().build());
    var action = set("MODE", "1");
    assertThat(action.observe(system()).notes()).anyMatch(n -> n.contains("paused"));
    progress(action, apply(action));
    var restart = new RolloutRestart(NAME, new PlanTime(Instant.now()));
    assertThat(stuck(restart, apply(restart)))
        .contains("kubectl rollout resume deployment/" + NAME);
  }

  @Test
  void scalingToNothingAndBack() {
    LAB.create(serving(1));
    var down = new Scale(NAME, 0);
    progress(down, apply(down));
    assertThat(values()).isEqualTo(new Ready.Values(true, 0, 0, 0, ""));
    var up = new Scale(NAME, 1);
    progress(up, apply(up));
  }

  @Test
  void aWriteGoesOnWhenOnlyTheStatusHasMoved() {
    LAB.create(serving(1));
    var action = new Scale(NAME, 2);
    var before = action.observe(system());
    var resourceVersion = workload().metadata().getResourceVersion();
    awaitComplete();
    assertThat(workload().metadata().getResourceVersion()).isNotEqualTo(resourceVersion);
    action.write(before, new Scale.State(2), system());
    assertThat(action.observe(system()).state()).isEqualTo(new Scale.State(2));
  }

  @Test
  void anUpdateOfAnOlderVersionChangesNothing() {
    LAB.create(serving(1));
    awaitComplete();
    var old = workload();
    LAB.edit(NAME, d -> d.toBuilder().editSpec().withReplicas(2).endSpec().build());
    old.scale(5);
    assertThat(system().update(old)).isFalse();
    assertThat(new Scale(NAME, 5).observe(system()).state().replicas()).isEqualTo(2);
  }

  @Test
  void theContainerMustBeClearAndTheServerMustAccept() {
    LAB.create(
        serving(1).toBuilder()
            .editSpec()
            .editTemplate()
            .editSpec()
            .addToContainers(
                new ContainerBuilder()
                    .withName("sidecar")
                    .withImage(LAB.image())
                    .withImagePullPolicy("Never")
                    .withCommand("/bin/busybox", "sleep", "3600")
                    .build())
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    var several =
        catchThrowableOfType(SystemException.class, () -> set("MODE", "1").observe(system()));
    assertThat(several.problem()).contains("several containers: app, sidecar");
    assertThat(several.advice().orElse("")).contains("`container: app`");
    var wrong = new SetEnv(NAME, Optional.of("sidecat"), Map.of("MODE", "1"), List.of(), List.of());
    assertThat(catchThrowableOfType(SystemException.class, () -> wrong.observe(system())).problem())
        .contains("did you mean 'sidecar'?");

    var immutable = workload();
    immutable.selector().setMatchLabels(Map.of("app", NAME, "other", "one"));
    var refused = catchThrowableOfType(SystemException.class, () -> system().rehearse(immutable));
    assertThat(refused.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(refused.problem()).contains("422", "field is immutable");
  }
}
