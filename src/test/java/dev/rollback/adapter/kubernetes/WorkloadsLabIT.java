package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Action;
import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.kubernetes.workload.Ready;
import dev.rollback.adapter.kubernetes.workload.RolloutRestart;
import dev.rollback.adapter.kubernetes.workload.RolloutUndo;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.adapter.kubernetes.workload.SetImage;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.LabKubernetes;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rollouts of stateful sets and daemon sets, by their real controllers: what becomes of each. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class WorkloadsLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DB = "grid-db";
  private static final String AGENT = "grid-agent";

  private Connection<KubernetesReader, KubernetesWriter> connection = Deployments.connect(LAB);

  @BeforeEach
  void open() {
    connection = Deployments.connect(LAB);
  }

  @AfterEach
  void tidy() {
    var apps = LAB.admin().apps();
    apps.statefulSets().inNamespace(LAB.namespace()).withName(DB).delete();
    apps.daemonSets().inNamespace(LAB.namespace()).withName(AGENT).delete();
    await()
        .atMost(PATIENCE)
        .until(() -> LAB.admin().pods().inNamespace(LAB.namespace()).list().getItems().isEmpty());
    connection.close();
  }

  private static StatefulSet db(int replicas) {
    var pods = Deployments.sleeping(DB, LAB.image(), replicas).getSpec();
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName(DB)
        .endMetadata()
        .withNewSpec()
        .withServiceName("none")
        .withReplicas(replicas)
        .withSelector(pods.getSelector())
        .withTemplate(pods.getTemplate())
        .endSpec()
        .build();
  }

  private static DaemonSet agent() {
    var pods = Deployments.sleeping(AGENT, LAB.image(), 1).getSpec();
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withName(AGENT)
        .endMetadata()
        .withNewSpec()
        .withSelector(pods.getSelector())
        .withTemplate(pods.getTemplate())
        .endSpec()
        .build();
  }

  private static Ready ready(WorkloadName name) {
    return new Ready(
        Optional.empty(),
        Optional.of(name.name()).filter(_ -> name.kind() == WorkloadKind.STATEFUL_SET),
        Optional.of(name.name()).filter(_ -> name.kind() == WorkloadKind.DAEMON_SET));
  }

  private Ready.Values values(WorkloadName name) {
    return switch (ready(name).read(connection.reader())) {
      case Reading.Values<Ready.Values>(var values) -> values;
      case Reading.Nothing<Ready.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private void create(io.fabric8.kubernetes.api.model.HasMetadata object, WorkloadName name) {
    LAB.admin().resource(object).inNamespace(LAB.namespace()).create();
    await().atMost(PATIENCE).until(() -> values(name).ready());
  }

  private <S extends Record> S apply(Action<S, KubernetesReader, KubernetesWriter> action) {
    var before = action.observe(connection.reader());
    var after = action.desired(before.state());
    action.write(before, after, connection.writer());
    return after;
  }

  private <S extends Record> void undo(
      Action<S, KubernetesReader, KubernetesWriter> action, S before) {
    action.write(action.observe(connection.reader()), before, connection.writer());
  }

  private <S extends Record> void awaitReady(
      Action<S, KubernetesReader, KubernetesWriter> action, S wanted) {
    await()
        .atMost(PATIENCE)
        .until(() -> action.ready(wanted, connection.reader()) instanceof Readiness.Ready);
  }

  private <S extends Record> String stuck(
      Action<S, KubernetesReader, KubernetesWriter> action, S wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                action.ready(wanted, connection.reader()) instanceof Readiness.Stuck(var why)
                    ? why
                    : "",
            why -> !why.isEmpty());
  }

  private static SetImage image(WorkloadName name, String image) {
    return new SetImage(
        Optional.empty(),
        Optional.of(name.name()).filter(_ -> name.kind() == WorkloadKind.STATEFUL_SET),
        Optional.of(name.name()).filter(_ -> name.kind() == WorkloadKind.DAEMON_SET),
        Map.of("app", image));
  }

  private void delete(String pod) {
    LAB.admin().pods().inNamespace(LAB.namespace()).withName(pod).delete();
  }

  @Test
  void aBrokenImageOfAStatefulSetIsToldAndSoIsWhatHoldsItsUndoUp() {
    var name = WorkloadName.statefulSet(DB);
    create(db(2), name);
    var broken = image(name, "lab/none:1");
    var before = broken.observe(connection.reader());
    assertThat(before.notes())
        .anyMatch(n -> n.startsWith("app runs ") && n.endsWith("in 2 of 2 pods."))
        .anyMatch(n -> n.startsWith("lab/none:1 is a tag"));
    var wanted = apply(broken);
    assertThat(stuck(broken, wanted)).contains("pod grid-db-1, container app: ErrImageNeverPull");
    assertThat(values(name).reason()).contains("ErrImageNeverPull");

    undo(broken, before.state());
    assertThat(stuck(broken, before.state()))
        .contains("Pod grid-db-1 is of an older template")
        .contains("kubectl --namespace %s delete pod grid-db-1".formatted(LAB.namespace()));
    delete("grid-db-1");
    awaitReady(broken, before.state());
  }

  @Test
  void ofAPartitionOnlyThePodsFromItsNumberOnChange() {
    var name = WorkloadName.statefulSet(DB);
    var set =
        db(2).toBuilder()
            .editSpec()
            .withNewUpdateStrategy()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withPartition(1)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec()
            .build();
    create(set, name);
    var action = image(name, "lab/busybox:2");
    assertThat(action.observe(connection.reader()).notes())
        .contains(
            "Its partition is 1: a change of the template reaches only the pods from number 1 on.");
    awaitReady(action, apply(action));
    assertThat(values(name)).isEqualTo(new Ready.Values(true, 2, 1, 2, ""));
    assertThat(images()).containsExactly("lab/busybox:1", "lab/busybox:2");
  }

  private List<String> images() {
    return LAB.admin().pods().inNamespace(LAB.namespace()).list().getItems().stream()
        .map(p -> p.getSpec().getContainers().getFirst().getImage())
        .sorted()
        .toList();
  }

  @Test
  void onDeleteNeverHappensByItself() {
    var name = WorkloadName.statefulSet(DB);
    var set =
        db(1).toBuilder()
            .editSpec()
            .withNewUpdateStrategy()
            .withType("OnDelete")
            .endUpdateStrategy()
            .endSpec()
            .build();
    create(set, name);
    var restart =
        new RolloutRestart(
            Optional.empty(), Optional.of(DB), Optional.empty(), new PlanTime(Instant.now()));
    assertThat(restart.observe(connection.reader()).notes()).anyMatch(n -> n.contains("OnDelete"));
    var wanted = apply(restart);
    assertThat(stuck(restart, wanted)).contains("OnDelete", "kubectl delete pod");
    awaitReady(scale(2), apply(scale(2)));
    delete("grid-db-0");
    awaitReady(restart, wanted);
  }

  private static Scale scale(int replicas) {
    return new Scale(Optional.empty(), Optional.of(DB), replicas);
  }

  @Test
  void scalingDownSaysWhatStays() {
    create(db(2), WorkloadName.statefulSet(DB));
    assertThat(scale(0).observe(connection.reader()).notes())
        .anyMatch(n -> n.contains("highest numbers go"));
    awaitReady(scale(0), apply(scale(0)));
    assertThat(values(WorkloadName.statefulSet(DB))).isEqualTo(new Ready.Values(true, 0, 0, 0, ""));
  }

  @Test
  void aBrokenImageOfADaemonSetIsToldAndUndone() {
    var name = WorkloadName.daemonSet(AGENT);
    create(agent(), name);
    assertThat(values(name)).isEqualTo(new Ready.Values(true, 1, 1, 1, ""));
    var broken = image(name, "lab/none:1");
    var before = broken.observe(connection.reader()).state();
    var wanted = apply(broken);
    assertThat(stuck(broken, wanted)).contains("container app: ErrImageNeverPull");
    var undo =
        new RolloutUndo(
            Optional.empty(), Optional.empty(), Optional.of(AGENT), Optional.empty(), List.of());
    awaitReady(undo, apply(undo));
    assertThat(broken.observe(connection.reader()).state()).isEqualTo(before);
  }

  @Test
  void aNameOfAnotherKindIsNoticed() {
    create(agent(), WorkloadName.daemonSet(AGENT));
    try (var admin = Deployments.connect(LAB, LAB.kubeconfig(), "lab", LAB.namespace())) {
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () -> admin.reader().workload(WorkloadName.statefulSet(AGENT)));
      assertThat(failure.problem())
          .contains("There is no statefulset 'grid-agent'", "there is a daemonset of that name");
      assertThat(failure.advice().orElse("")).contains("`daemonset: grid-agent`");
    }
  }
}
