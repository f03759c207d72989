package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Competitor;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.fidelity.Workbench;
import dev.rollback.lint.LiveLint;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who else changes a deployment, and what a plan says of him. */
class CompetitorsTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final String NAME = "grid-api";
  private static final String AUTOSCALERS =
      "/apis/autoscaling/v2/namespaces/grid/horizontalpodautoscalers";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void install() {
    SANDBOX.cluster().createNamespace("argocd");
    SANDBOX.cluster().createNamespace("flux-system");
    List.of("argoproj.io", "keda.sh", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io")
        .forEach(SANDBOX.cluster()::install);
  }

  @BeforeEach
  void arrange() {
    SANDBOX.create(Deployments.sleeping(NAME, SANDBOX.image(), 2));
  }

  @AfterEach
  void tidy() {
    SANDBOX.delete(NAME);
  }

  private static void create(String path, String object) {
    try {
      SANDBOX.admin().raw(path, "POST", JSON.readTree(object));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(String path) {
    SANDBOX.admin().raw(path, "DELETE", null);
  }

  private static void mark(Map<String, String> labels, Map<String, String> annotations) {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getMetadata().setLabels(labels);
          d.getMetadata().setAnnotations(annotations);
          return d;
        });
  }

  /** What lint advises about a runbook with these steps. */
  private static List<String> lint(String steps) {
    try (var connection = Deployments.connect(SANDBOX)) {
      var workbench = workbench(connection);
      var scenario = workbench.bind(runbook(steps));
      return LiveLint.of(scenario.scenario(), workbench.plan(scenario)).stream()
          .map(f -> f.problem().advice().orElse(""))
          .toList();
    }
  }

  private static Workbench workbench(Connection<KubernetesReader, KubernetesWriter> connection) {
    return new Workbench(
        List.of(new KubernetesAdapter(Map.of(), Path.of("/"))), Map.of("kubernetes", connection));
  }

  private static String runbook(String steps) {
    return "steps:\n"
        + steps
        + "after: [{check: kubernetes.ready, with: {deployment: grid-api}}]\n";
  }

  private static Plan plan(String steps) {
    try (var connection = Deployments.connect(SANDBOX)) {
      var workbench = workbench(connection);
      return workbench.plan(workbench.bind(runbook(steps)));
    }
  }

  private static PlannedStep.Change last(String steps) {
    return plan(steps).changes().getLast();
  }

  private static PlannedStep.Change scaleTo(int replicas) {
    return last(
        "  - {action: kubernetes.scale, with: {deployment: grid-api, replicas: %d}}%n"
            .formatted(replicas));
  }

  private static final String SET_ENV =
      "  - {action: kubernetes.set-env, with: {deployment: grid-api, env: {A: b}}}\n";

  private static Optional<Competitor.Suspension> suspending(String... with) {
    var inputs = new java.util.LinkedHashMap<String, String>();
    for (var i = 0; i < with.length; i += 2) {
      inputs.put(with[i], with[i + 1]);
    }
    return Optional.of(new Competitor.Suspension("kubernetes.suspend", inputs));
  }

  @Test
  void nobodyElseChangesIt() {
    assertThat(scaleTo(3).competitors()).isEmpty();
    assertThat(scaleTo(3).notes()).isEmpty();
  }

  @Test
  void anAutoscalerOfAnotherKindWithTheSameNameIsNoCompetitor() {
    var name = WorkloadName.statefulSet(NAME);
    var set =
        Deployments.as(WorkloadKind.STATEFUL_SET, Deployments.sleeping(NAME, SANDBOX.image(), 2));
    SANDBOX.admin().resource(set).inNamespace(SANDBOX.namespace()).create();
    create(
        AUTOSCALERS,
        """
        {"metadata": {"name": "cpu"}, "spec": {"minReplicas": 2, "maxReplicas": 5,
         "scaleTargetRef": {"kind": "StatefulSet", "name": "grid-api"}}}
        """);
    try (var connection = Deployments.connect(SANDBOX)) {
      assertThat(scaleTo(3).competitors()).isEmpty();
      var scale = new Scale(Optional.empty(), Optional.of(name.name()), 3);
      assertThat(scale.observe(connection.reader()).competitors())
          .singleElement()
          .satisfies(c -> assertThat(c.name()).contains("HorizontalPodAutoscaler cpu"));
    } finally {
      delete(AUTOSCALERS + "/cpu");
      SANDBOX.admin().resource(set).inNamespace(SANDBOX.namespace()).delete();
    }
  }

  @Test
  void anAutoscalerIsNamedWithWhatItWillDo() {
    create(
        AUTOSCALERS,
        """
        {"metadata": {"name": "cpu"}, "spec": {"minReplicas": 2, "maxReplicas": 5,
         "scaleTargetRef": {"kind": "Deployment", "name": "grid-api"}}}
        """);
    try {
      var suspend = suspending("kind", "HorizontalPodAutoscaler", "name", "cpu");
      assertThat(scaleTo(3).competitors())
          .containsExactly(
              new Competitor(
                  "HorizontalPodAutoscaler cpu (2 to 5 replicas)",
                  "may choose another number within its range at any time.",
                  suspend));
      assertThat(
              lint(
                  "  - {id: up, action: kubernetes.scale, with: {deployment: grid-api, replicas:"
                      + " 3}}\n"))
          .containsExactly(
              """
              Suspend it before this step:
              - action: kubernetes.suspend
                with: {kind: HorizontalPodAutoscaler, name: cpu}
                temporary: run\
              """);
      assertThat(
              lint(
                  """
                    - action: kubernetes.suspend
                      with: {kind: HorizontalPodAutoscaler, name: cpu}
                      temporary: run
                    - {id: up, action: kubernetes.scale, with: {deployment: grid-api, replicas: 3}}
                  """))
          .isEmpty();
      assertThat(scaleTo(1).competitors())
          .singleElement()
          .satisfies(
              c -> {
                assertThat(c.effect()).contains("within seconds, also while suspended");
                assertThat(c.suspension()).isEmpty();
              });
      assertThat(scaleTo(0).competitors()).isEmpty();
      assertThat(scaleTo(0).notes())
          .singleElement()
          .satisfies(n -> assertThat(n).contains("rests while there are 0 replicas"));
      assertThat(last(SET_ENV).competitors()).isEmpty();
      var afterwards =
          last(
              """
                - {action: kubernetes.suspend, with: {kind: HorizontalPodAutoscaler, name: cpu}, temporary: run}
                - {action: kubernetes.scale, with: {deployment: grid-api, replicas: 3}}
              """);
      assertThat(afterwards.competitors()).isEmpty();
      assertThat(afterwards.notes())
          .containsExactly(
              "HorizontalPodAutoscaler cpu (2 to 5 replicas) is suspended, and leaves it alone.");
    } finally {
      delete(AUTOSCALERS + "/cpu");
    }
  }

  @Test
  void whoMayNotKnowOfAutoscalersIsToldSo() {
    SANDBOX.cluster().access().deny("list", "autoscaling", "horizontalpodautoscalers");
    try {
      assertThat(scaleTo(3).notes())
          .singleElement()
          .satisfies(n -> assertThat(n).contains("is not known: this user may not list"));
    } finally {
      SANDBOX.cluster().access().allowAll();
    }
  }

  @Test
  void anAutoscalerOfKedaIsSuspendedThroughItsScaledObject() {
    var objects = "/apis/keda.sh/v1alpha1/namespaces/grid/scaledobjects";
    create(
        objects,
        "{\"metadata\": {\"name\": \"queue\"}, \"spec\": {\"scaleTargetRef\": {\"name\":"
            + " \"grid-api\"}}}");
    create(
        AUTOSCALERS,
        """
        {"metadata": {"name": "keda-hpa-queue", "ownerReferences":
          [{"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "name": "queue", "uid": "1"}]},
         "spec": {"minReplicas": 1, "maxReplicas": 5,
         "scaleTargetRef": {"kind": "Deployment", "name": "grid-api"}}}
        """);
    try {
      assertThat(scaleTo(0).competitors())
          .containsExactly(
              new Competitor(
                  "ScaledObject queue (KEDA)",
                  "will start it again as soon as one of its triggers is active.",
                  suspending("kind", "ScaledObject", "name", "queue")));
    } finally {
      delete(AUTOSCALERS + "/keda-hpa-queue");
      delete(objects + "/queue");
    }
  }

  @Test
  void argoIsFoundByItsMarkAndAskedWhetherItHeals() {
    var applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    mark(Map.of("app", NAME), Map.of("argocd.argoproj.io/tracking-id", "grid:apps/Deployment:g/x"));
    assertThat(last(SET_ENV).competitors())
        .singleElement()
        .satisfies(c -> assertThat(c.effect()).contains("suspend it where Argo CD runs"));
    create(
        applications,
        """
        {"metadata": {"name": "grid"}, "spec": {"syncPolicy": {"automated": {"selfHeal": true}}}}
        """);
    try {
      assertThat(last(SET_ENV).competitors())
          .containsExactly(
              new Competitor(
                  "Application grid (Argo CD)",
                  "heals by itself, and will undo this within seconds.",
                  suspending("kind", "Application", "name", "grid", "namespace", "argocd")));
      mark(Map.of("app", NAME, "app.kubernetes.io/instance", "grid"), Map.of());
      assertThat(last(SET_ENV).competitors()).hasSize(1);
      mark(
          Map.of(
              "app", NAME,
              "app.kubernetes.io/instance", "grid",
              "app.kubernetes.io/managed-by", "Helm"),
          Map.of());
      assertThat(last(SET_ENV).competitors()).isEmpty();
      mark(Map.of("app", NAME, "app.kubernetes.io/instance", "grid"), Map.of());
      var afterwards =
          last(
              "  - {action: kubernetes.suspend,"
                  + " with: {kind: Application, name: grid, namespace: argocd}}\n"
                  + SET_ENV);
      assertThat(afterwards.competitors()).isEmpty();
      assertThat(afterwards.notes())
          .containsExactly(
              "Application grid (Argo CD) is not synced by itself, and leaves it alone.");
    } finally {
      delete(applications + "/grid");
    }
  }

  @Test
  void fluxIsFoundByItsLabels() {
    var kustomizations =
        "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";
    create(
        kustomizations, "{\"metadata\": {\"name\": \"apps\"}, \"spec\": {\"interval\": \"10m\"}}");
    try {
      mark(
          Map.of(
              "app", NAME,
              "kustomize.toolkit.fluxcd.io/name", "apps",
              "kustomize.toolkit.fluxcd.io/namespace", "flux-system"),
          Map.of());
      assertThat(last(SET_ENV).competitors())
          .containsExactly(
              new Competitor(
                  "Kustomization apps (Flux)",
                  "applies its repository every 10m, and will undo this where that says otherwise.",
                  suspending("kind", "Kustomization", "name", "apps", "namespace", "flux-system")));
    } finally {
      delete(kustomizations + "/apps");
    }
  }

  @Test
  void anOperatorIsNamed() {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getMetadata()
              .setOwnerReferences(
                  List.of(new OwnerReference("v1", null, true, "GridCluster", "main", "1")));
          return d;
        });
    assertThat(last(SET_ENV).competitors())
        .containsExactly(
            new Competitor(
                "GridCluster main",
                "owns it: its operator may undo this at any time.",
                Optional.empty()));
  }
}
