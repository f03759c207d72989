package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Diff;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** To which template {@code kubernetes.rollout-undo} goes back, and when it does not. */
class RolloutUndoTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final String NAME = "grid-api";

  private Connection<KubernetesReader, KubernetesWriter> connection = Deployments.connect(SANDBOX);

  @BeforeEach
  void arrange() {
    SANDBOX.create(Deployments.sleeping(NAME, "grid:1", 1));
    settle();
  }

  @AfterEach
  void tidy() {
    SANDBOX.delete(NAME);
    connection.close();
  }

  private static void image(String image) {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
          return d;
        });
  }

  private static void env(EnvVar... env) {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getSpec().getTemplate().getSpec().getContainers().getFirst().setEnv(Arrays.asList(env));
          return d;
        });
  }

  private Workload workload() {
    return connection.reader().workload(WorkloadName.deployment(NAME));
  }

  private void settle() {
    await()
        .until(
            () -> {
              var now = workload();
              return new History(now, connection.reader().revisions(now)).current().isPresent();
            });
  }

  private static RolloutUndo to(long revision) {
    return new RolloutUndo(
        Optional.of(NAME), Optional.empty(), Optional.empty(), Optional.of(revision), List.of());
  }

  private SystemException refusal(RolloutUndo action) {
    var before = action.observe(connection.reader()).state();
    return catchThrowableOfType(SystemException.class, () -> action.desired(before));
  }

  @Test
  void whatDiffersIsShownFieldByField() {
    image("grid:2");
    settle();
    var action = new RolloutUndo(NAME);
    var before = action.observe(connection.reader());
    var codec = Codec.of(RolloutUndo.State.class);
    var changes =
        Diff.between(
            Shapes.ofRecord(RolloutUndo.State.class),
            codec.encode(before.state()),
            codec.encode(action.desired(before.state())));
    assertThat(changes)
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.field()).isEqualTo("template.spec.containers[app].image");
              assertThat(c.before()).contains("grid:2");
              assertThat(c.after()).contains("grid:1");
            });
    assertThat(before.notes()).contains("It has revision 2 now, and gets revision 1.");
  }

  @Test
  void withoutANumberItIsTheNewestOtherTemplate() {
    image("grid:2");
    settle();
    image("grid:3");
    settle();
    image("grid:1");
    settle();
    var action = new RolloutUndo(NAME);
    assertThat(imageAfter(action)).isEqualTo("grid:3");
    assertThat(imageAfter(to(2))).isEqualTo("grid:2");
    assertThat(action.observe(connection.reader()).notes())
        .contains("It has revision 4 now, and gets revision 3.");
  }

  private String imageAfter(RolloutUndo action) {
    var before = action.observe(connection.reader()).state();
    return action.desired(before).template().getOrDefault("spec.containers[app].image", "none");
  }

  @Test
  void theRevisionThatItHasIsNothingToDo() {
    image("grid:2");
    settle();
    var before = to(2).observe(connection.reader()).state();
    assertThat(to(2).desired(before)).isEqualTo(before);
  }

  @Test
  void aPlanIsOfOneRevisionAndOfNoOther() {
    image("grid:2");
    settle();
    var action = new RolloutUndo(NAME);
    var approved = action.observe(connection.reader()).state();
    image("grid:3");
    settle();
    image("grid:2");
    settle();
    var now = action.observe(connection.reader()).state();
    assertThat(now).isEqualTo(approved);
    assertThat(action.covers(approved, now)).isFalse();
  }

  @Test
  void refusesWhereThereIsNothingToGoBackTo() {
    assertThat(refusal(new RolloutUndo(NAME)).problem())
        .contains("deployment/grid-api has no revision with another template", "there are: 1")
        .contains("revisionHistoryLimit is 10");
    assertThat(refusal(to(7)).problem()).contains("no revision 7; there are: 1.");
  }

  @Test
  void refusesWhileTheRolloutIsPaused() {
    image("grid:2");
    settle();
    SANDBOX.edit(NAME, d -> d.toBuilder().editSpec().withPaused(true).endSpec().build());
    var refusal = refusal(new RolloutUndo(NAME));
    assertThat(refusal.problem()).contains("The rollout of deployment/grid-api is paused");
    assertThat(refusal.advice().orElse("")).contains("kubernetes.rollout-pause");
  }

  @Test
  void refusesASecretThatDiffersAndShowsNone() {
    env(new EnvVar("API_TOKEN", "s3cr3t-1", null), new EnvVar("SAME_KEY", "s3cr3t-0", null));
    settle();
    env(new EnvVar("API_TOKEN", "s3cr3t-2", null), new EnvVar("SAME_KEY", "s3cr3t-0", null));
    settle();
    var refusal = refusal(new RolloutUndo(NAME));
    assertThat(refusal.problem())
        .contains("API_TOKEN of container app")
        .doesNotContain("SAME_KEY", "s3cr3t");
    var state = new RolloutUndo(NAME).observe(connection.reader()).state();
    assertThat(Codec.of(RolloutUndo.State.class).encode(state).toString()).doesNotContain("s3cr3t");
    var allowed =
        new RolloutUndo(
            Optional.of(NAME),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("API_TOKEN"));
    var before = allowed.observe(connection.reader());
    allowed.write(before, allowed.desired(before.state()), connection.writer());
    assertThat(
            workload().template().getSpec().getContainers().getFirst().getEnv().stream()
                .map(EnvVar::getValue)
                .collect(Collectors.toList()))
        .containsExactly("s3cr3t-1", "s3cr3t-0");
  }

  @Test
  void aRolloutIsPausedInItsMiddleAndGoesOn() {
    env(new EnvVar("MODE", "a", null));
    settle();
    var pause = new RolloutPause(NAME, true);
    var before = pause.observe(connection.reader());
    var after = pause.desired(before.state());
    pause.write(before, after, connection.writer());
    await().until(() -> pause.ready(after, connection.reader()) instanceof Readiness.Ready);
    var set = new SetImage(NAME, Map.of("app", "grid:2"));
    var images = set.observe(connection.reader());
    assertThat(images.notes()).anyMatch(n -> n.contains("no pod until it is resumed"));
    var wanted = set.desired(images.state());
    set.write(images, wanted, connection.writer());
    await().until(() -> set.ready(wanted, connection.reader()) instanceof Readiness.Ready);
    var resume = new RolloutPause(NAME, false);
    await()
        .untilAsserted(
            () ->
                assertThat(resume.observe(connection.reader()).notes())
                    .contains(
                        "Its template was changed meanwhile: resuming replaces 1 of its pods."));
    var paused = resume.observe(connection.reader());
    var resumed = resume.desired(paused.state());
    assertThat(resume.magnitude(paused.state(), resumed)).containsEntry("pods", 1L);
    resume.write(paused, resumed, connection.writer());
    await().until(() -> resume.ready(resumed, connection.reader()) instanceof Readiness.Ready);
    assertThat(Rollout.of(workload()).complete()).isTrue();
  }
}
