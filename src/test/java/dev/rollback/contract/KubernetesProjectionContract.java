package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.PlannedStep.Basis;
import dev.rollback.run.Outcome;
import dev.rollback.scenario.BoundScenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains of steps on one deployment: each is previewed on what those before it will have made. */
abstract class KubernetesProjectionContract {
  private static final String NAME = "grid-api";
  private static final String CHAIN =
      """
      steps:
        - {id: stop, action: kubernetes.scale, with: {deployment: grid-api, replicas: 0}}
        - {id: mode, action: kubernetes.set-env, with: {deployment: grid-api, env: {MODE: safe, LEVEL: "2"}}}
        - {id: again, action: kubernetes.set-env, with: {deployment: grid-api, env: {MODE: normal}, unset: [LEVEL, OLD]}}
        - {id: start, action: kubernetes.scale, with: {deployment: grid-api, replicas: 2}}
        - {id: restart, action: kubernetes.rollout-restart, with: {deployment: grid-api}}
      after:
        - {check: kubernetes.ready, with: {deployment: grid-api}}
      """;

  private @Nullable Connection<KubernetesReader, KubernetesWriter> connection;

  /** The API on which it runs. */
  protected abstract KubernetesFixture fixture();

  @BeforeEach
  void arrange() {
    fixture().create(Deployments.sleeping(NAME, fixture().image(), 1));
    fixture()
        .edit(
            NAME,
            d -> {
              d.getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst()
                  .setEnv(List.of(new io.fabric8.kubernetes.api.model.EnvVar("OLD", "old", null)));
              return d;
            });
    connection = Deployments.connect(fixture());
  }

  @AfterEach
  void tidy() {
    fixture().delete(NAME);
    Objects.requireNonNull(connection).close();
  }

  private Workbench workbench() {
    return new Workbench(
        List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
        Map.of("kubernetes", Objects.requireNonNull(connection)));
  }

  private static PlannedStep.Change change(Plan plan, String step) {
    return plan.all()
        .filter(s -> s.id().equals(step))
        .map(PlannedStep.Change.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> diff(Plan plan, String step) {
    return change(plan, step).diff().stream()
        .map(d -> d.field() + ": " + d.before().orElse("-") + " -> " + d.after().orElse("-"))
        .toList();
  }

  @Test
  void aChainIsPreviewedStepByStepAndNothingIsWritten() {
    var before = fixture().snapshot();
    var writes = fixture().writes();
    var plan = workbench().plan(workbench().bind(CHAIN));
    assertThat(diff(plan, "stop")).containsExactly("replicas: 1 -> 0");
    assertThat(diff(plan, "mode")).containsExactly("env.LEVEL: - -> 2", "env.MODE: - -> safe");
    assertThat(diff(plan, "again"))
        .containsExactly("env.LEVEL: 2 -> -", "env.MODE: safe -> normal", "env.OLD: old -> -");
    assertThat(diff(plan, "start")).containsExactly("replicas: 0 -> 2");
    assertThat(plan.changes()).hasSize(5);
    assertThat(change(plan, "stop").basis()).isEqualTo(Basis.LIVE);
    assertThat(change(plan, "mode").basis()).isEqualTo(Basis.LIVE);
    assertThat(change(plan, "again").basis()).isEqualTo(Basis.PROJECTED);
    assertThat(change(plan, "start").basis()).isEqualTo(Basis.PROJECTED);
    assertThat(fixture().writes()).as("writes seen by the server").isEqualTo(writes);
    assertThat(fixture().snapshot()).isEqualTo(before);
  }

  @Test
  void whatTheChainShowsIsWhatHappens() {
    var workbench = workbench();
    var scenario = workbench.bind(CHAIN);
    var plan = workbench.plan(scenario);
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).as("%s", ran.failures()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ran.asked()).isEmpty();
    for (var step : List.of("again", "start", "restart")) {
      assertThat(matches(workbench, scenario, plan, step)).as(step).isTrue();
    }
    plan.changes()
        .forEach(
            c -> {
              var kept = ran.state().step(c.id()).kept().orElseThrow();
              assertThat(workbench.same(scenario, c.id(), kept.before(), c.before())).isTrue();
              assertThat(workbench.same(scenario, c.id(), kept.after(), c.after())).isTrue();
            });
  }

  private static boolean matches(
      Workbench workbench, BoundScenario scenario, Plan plan, String step) {
    return workbench.same(
        scenario, step, workbench.now(scenario, step), change(plan, step).after());
  }

  @Test
  void parallelStepsDoNotSeeEachOtherAndAreSeenAfterwards() {
    var plan =
        workbench()
            .plan(
                workbench()
                    .bind(
                        """
                        steps:
                          - parallel:
                              - {id: a, action: kubernetes.scale, with: {deployment: grid-api, replicas: 3}}
                          - choose:
                              - when: "false"
                                steps: [{id: never, action: kubernetes.scale, with: {deployment: grid-api, replicas: 9}}]
                              - steps: [{id: taken, action: kubernetes.scale, with: {deployment: grid-api, replicas: 4}}]
                          - {id: last, action: kubernetes.scale, with: {deployment: grid-api, replicas: 5}}
                        after:
                          - {check: kubernetes.ready, with: {deployment: grid-api}}
                        """));
    assertThat(diff(plan, "a")).containsExactly("replicas: 1 -> 3");
    assertThat(diff(plan, "taken")).containsExactly("replicas: 3 -> 4");
    assertThat(diff(plan, "last")).containsExactly("replicas: 4 -> 5");
  }

  @Test
  void aProjectedStateIsAllThatIsApproved() {
    var workbench = workbench();
    var scenario =
        workbench.bind(
            """
            steps:
              - {id: up, action: kubernetes.scale, with: {deployment: grid-api, replicas: 2}}
              - {id: mode, action: kubernetes.set-env, with: {deployment: grid-api, env: {OLD: new}}}
              - {id: again, action: kubernetes.set-env, with: {deployment: grid-api, env: {OLD: newer}}}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}}
            """);
    var plan = workbench.plan(scenario);
    // Somebody else has done the second step: of the third that changes nothing.
    fixture()
        .edit(
            NAME,
            d -> {
              d.getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst()
                  .setEnv(
                      List.of(new io.fabric8.kubernetes.api.model.EnvVar("OLD", "theirs", null)));
              return d;
            });
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).isEqualTo(Outcome.UNDONE);
    assertThat(ran.asked()).isEmpty();
    assertThat(workbench.now(scenario, "mode").at("/env/OLD").asText()).isEqualTo("theirs");
  }
}
