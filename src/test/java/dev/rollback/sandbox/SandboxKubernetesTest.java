package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The Kubernetes API of the sandbox, as the Fabric8 client with the JDK back end sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxKubernetesTest {
  private Sandbox sandbox;
  private KubernetesClient client;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
    client = Clients.kubernetes(sandbox);
  }

  @AfterAll
  void stop() {
    client.close();
    sandbox.close();
  }

  @BeforeEach
  void allowAll() {
    sandbox.cluster().access().allowAll();
  }

  @Test
  void theKubeconfigNamesContextAndNamespace() {
    assertThat(client.getConfiguration().getCurrentContext().getName()).isEqualTo("sandbox");
    assertThat(client.getNamespace()).isEqualTo("grid");
    assertThat(client.namespaces().withName("kube-system").get().getMetadata().getUid())
        .matches("[0-9a-f-]{36}");
    assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    assertThat(client.supports(Deployment.class)).isTrue();
  }

  @Test
  void aDryRunAnswersAndKeepsNothing() {
    Deployment before = deployment().get();
    int writes = sandbox.cluster().writes().size();

    Deployment answered = deployment().dryRun().edit(Clients.withEnv("DRY", "1"));

    assertThat(environment(answered)).contains("DRY");
    assertThat(answered.getMetadata().getGeneration())
        .isEqualTo(before.getMetadata().getGeneration() + 1);
    assertThat(deployment().get()).isEqualTo(before);
    assertThat(sandbox.cluster().writes()).hasSize(writes);
  }

  @Test
  void aStaleVersionIsAConflict() {
    Deployment stale = deployment().get();
    deployment().edit(Clients.withEnv("FIRST", "1"));
    awaitRollOut();

    assertThatThrownBy(
            () ->
                client
                    .resource(Clients.withEnv("SECOND", "1").apply(stale))
                    .lockResourceVersion(stale.getMetadata().getResourceVersion())
                    .update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
            });
    assertThat(environment(deployment().get())).contains("FIRST").doesNotContain("SECOND");
  }

  @Test
  void onlyAChangeOfTheSpecCountsAsAGeneration() {
    Deployment before = deployment().get();

    Deployment labelled =
        deployment()
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"labels\": {\"touched\": \"yes\"}}}");

    assertThat(labelled.getMetadata().getGeneration())
        .isEqualTo(before.getMetadata().getGeneration());
    assertThat(labelled.getMetadata().getResourceVersion())
        .isNotEqualTo(before.getMetadata().getResourceVersion());
  }

  @Test
  void aRollOutKeepsOrderAndReferencesOfTheEnvironment() {
    List<String> before = environment(deployment().get());

    deployment()
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "grid-api", "env": [{"name": "AUTH_SYSTEM_ENABLED", "value": "false"}]}]}}}}
            """);
    awaitRollOut();

    Deployment after = deployment().get();
    assertThat(environment(after)).isEqualTo(before);
    assertThat(variable(after, "DATABASE_URL").getValueFrom().getSecretKeyRef().getKey())
        .isEqualTo("database-url");
    assertThat(pods()).hasSize(3).allSatisfy(p -> assertThat(env(p)).contains("false"));
    undo();
  }

  @Test
  void undoComesBackToTheSameReplicaSet() {
    String before = currentSet();
    deployment().edit(Clients.withEnv("RELEASE", "2.0.0"));
    awaitRollOut();
    assertThat(currentSet()).isNotEqualTo(before);

    undo();

    assertThat(currentSet()).isEqualTo(before);
  }

  @Test
  void aDeniedVerbIsRefusedAndTheReviewSaysSo() {
    assertThat(mayPatchDeployments()).isTrue();

    sandbox.cluster().access().deny("patch", "apps", "deployments");

    assertThat(mayPatchDeployments()).isFalse();
    assertThatThrownBy(() -> deployment().edit(Clients.withEnv("NO", "1")))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(403);
              assertThat(e.getStatus().getReason()).isEqualTo("Forbidden");
              assertThat(e.getMessage()).contains("cannot patch resource \"deployments\"");
            });
    assertThat(deployment().get()).isNotNull();
  }

  @Test
  void aPodThatCannotStartSaysWhyAndTheOthersServe() {
    deployment()
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "grid-api", "env": [
                {"name": "MOTHERSHIP_SECRET_KEY", "$patch": "delete"}]}]}}}}
            """);

    Pod broken =
        await()
            .atMost(10, TimeUnit.SECONDS)
            .until(this::crashed, Optional::isPresent)
            .orElseThrow();

    ContainerStatus status = broken.getStatus().getContainerStatuses().getFirst();
    assertThat(status.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
    assertThat(status.getRestartCount()).isPositive();
    assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(1);
    String name = broken.getMetadata().getName();
    assertThat(client.pods().withName(name).terminated().getLog())
        .contains("FATAL cannot start: MOTHERSHIP_SECRET_KEY is not set");
    assertThat(client.pods().withName(name).tailingLines(1).getLog().lines()).hasSize(1);
    assertThat(deployment().get().getStatus().getAvailableReplicas()).isEqualTo(3);
    undo();
  }

  @Test
  void aMissingReferenceIsAConfigurationError() {
    deployment()
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "grid-api", "env": [{"name": "DATABASE_URL",
                "valueFrom": {"secretKeyRef": {"name": "grid-api-secrets", "key": "no"}}}]}]}}}}
            """);

    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> waitingFor("CreateContainerConfigError").isPresent());
    undo();
  }

  private Optional<Pod> crashed() {
    return waitingFor("CrashLoopBackOff")
        .filter(p -> p.getStatus().getContainerStatuses().getFirst().getRestartCount() > 0);
  }

  private Optional<Pod> waitingFor(String reason) {
    return pods().stream()
        .filter(p -> p.getStatus().getContainerStatuses() != null)
        .filter(p -> !p.getStatus().getContainerStatuses().isEmpty())
        .filter(
            p -> {
              var waiting = p.getStatus().getContainerStatuses().getFirst().getState().getWaiting();
              return waiting != null && waiting.getReason().equals(reason);
            })
        .findFirst();
  }

  private RollableScalableResource<Deployment> deployment() {
    return client.apps().deployments().withName("grid-api");
  }

  private List<Pod> pods() {
    return client.pods().withLabel("app", "grid-api").list().getItems();
  }

  private void undo() {
    deployment().rolling().undo();
    awaitRollOut();
  }

  private void awaitRollOut() {
    assertThat(
            sandbox
                .cluster()
                .await(
                    () -> sandbox.cluster().rolledOut("grid", "grid-api"), Duration.ofSeconds(10)))
        .isTrue();
  }

  private String currentSet() {
    return client.apps().replicaSets().list().getItems().stream()
        .filter(r -> r.getSpec().getReplicas() > 0)
        .map(ReplicaSet::getMetadata)
        .map(m -> m.getName())
        .findFirst()
        .orElseThrow();
  }

  private boolean mayPatchDeployments() {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup("apps")
            .withResource("deployments")
            .withVerb("patch")
            .withNamespace("grid")
            .endResourceAttributes()
            .endSpec()
            .build();
    return client.resource(review).create().getStatus().getAllowed();
  }

  private static List<String> environment(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .map(EnvVar::getName)
        .toList();
  }

  private static EnvVar variable(Deployment deployment, String name) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .filter(e -> e.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> env(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .map(EnvVar::getValue)
        .filter(Objects::nonNull)
        .toList();
  }
}
