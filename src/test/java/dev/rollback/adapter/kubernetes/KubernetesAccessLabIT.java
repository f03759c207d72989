package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Competitor;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.LabKubernetes;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscalerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who one is, what one may, and what is there, on a real cluster. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class KubernetesAccessLabIT {
  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();
  @TempDir Path folder;

  private static Connection<KubernetesReader, KubernetesWriter> admin(String namespace) {
    return Deployments.connect(LAB, LAB.kubeconfig(), "lab", namespace);
  }

  private static SystemException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var thrown = catchThrowableOfType(SystemException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(thrown.advice()).isPresent();
    return thrown;
  }

  private Path kubeconfig(String from, String to) throws IOException {
    var text = Files.readString(LAB.kubeconfig());
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve("k"), text.replace(from, to));
  }

  @Test
  void pingTellsProductAndVersion() {
    try (var connection = Deployments.connect(LAB)) {
      assertThat(connection.ping()).matches("Kubernetes v\\d+\\.\\d+.*");
      assertThat(connection.address()).startsWith("https://").endsWith(LAB.namespace());
    }
  }

  @Test
  void aWrongTokenIsUnauthorised() throws IOException {
    var file = kubeconfig("lab-oncall}", "expired}");
    try (var connection = Deployments.connect(LAB, file, LAB.context(), LAB.namespace())) {
      assertThat(failure(connection::ping).problem())
          .contains("does not accept the credentials of user 'oncall'", "401");
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
    var text = Files.readString(LAB.kubeconfig());
    var without = text.replaceFirst(", certificate-authority: [^}]*", "");
    assertThat(without).isNotEqualTo(text);
    Files.writeString(folder.resolve("k"), without);
    try (var connection =
        Deployments.connect(LAB, folder.resolve("k"), LAB.context(), LAB.namespace())) {
      var thrown = failure(connection::ping);
      assertThat(thrown.problem()).contains("No TLS connection to https://");
      assertThat(thrown.advice().orElse("")).contains("certificate-authority");
    }
  }

  @Test
  void aMissingNamespaceIsNamedWithThoseThereAre() {
    try (var connection = admin("kube-sistem")) {
      assertThat(failure(connection::ping).problem())
          .contains("no namespace 'kube-sistem'", "did you mean 'kube-system'?", "default");
      assertThat(
              failure(() -> connection.reader().workload(WorkloadName.deployment("grid-api")))
                  .problem())
          .contains("no namespace 'kube-sistem'");
    }
  }

  @Test
  void aMissingDeploymentIsNamedWithThoseThereAre() {
    LAB.create(Deployments.sleeping("grid-api", LAB.image(), 0));
    LAB.create(Deployments.sleeping("grid-worker", LAB.image(), 0));
    try (var admin = admin(LAB.namespace());
        var oncall = Deployments.connect(LAB)) {
      assertThat(
              failure(() -> admin.reader().workload(WorkloadName.deployment("gird-api"))).problem())
          .contains("no deployment 'gird-api' in namespace " + LAB.namespace())
          .endsWith("did you mean 'grid-api'? There are: grid-api, grid-worker");
      assertThat(
              failure(() -> oncall.reader().workload(WorkloadName.deployment("gird-api")))
                  .problem())
          .as("who may not list them")
          .contains("no deployment 'gird-api' in namespace " + LAB.namespace());
    } finally {
      LAB.delete("grid-api");
      LAB.delete("grid-worker");
    }
  }

  @Test
  void anotherClusterThanTheOneThatIsMeantIsRefused() {
    var uid = LAB.admin().namespaces().withName("kube-system").get().getMetadata().getUid();
    assertThat(ping(uid)).startsWith("Kubernetes ");
    assertThat(failure(() -> ping("00000000-0000-0000-0000-000000000000")).problem())
        .contains("not the system that is meant", uid, "00000000");
  }

  @Test
  void theClusterIsToldByTheUidOfItsSystemNamespaceToWhomeverMayReadIt() {
    var uid = LAB.admin().namespaces().withName("kube-system").get().getMetadata().getUid();
    try (var admin = admin(LAB.namespace());
        var oncall = Deployments.connect(LAB)) {
      assertThat(admin.identity()).contains(uid);
      assertThat(oncall.identity()).isEmpty();
    }
  }

  private static String ping(String cluster) {
    var settings =
        new KubernetesSettings("lab", LAB.namespace(), Optional.of(LAB.kubeconfig().toString()));
    var adapter = new KubernetesAdapter(Map.of(), Path.of("/"));
    var pin =
        new Pin(adapter.facts(), Map.of("cluster", cluster), "rollback target pin production");
    try (var connection = adapter.connect(settings, pin, Deployments.NO_SECRETS)) {
      connection.confirm();
      return connection.ping();
    }
  }

  @Test
  void theRemedyGrantsWhatIsMissing() throws Exception {
    var access = new Access("get", "", "services", "");
    try (var oncall = Deployments.connect(LAB)) {
      if (!(oncall.reader().mayI(access) instanceof Finding.Missing(var why, var remedy))) {
        throw new AssertionError("it is granted already");
      }
      assertThat(why).contains("may not get services in namespace " + LAB.namespace());
      var command =
          remedy.substring(remedy.indexOf("kubectl ")).replace("--context ADMIN", "--context lab");
      var process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
      process.environment().put("KUBECONFIG", LAB.kubeconfig().toString());
      var run = process.start();
      assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue())
          .as(() -> new String(readAll(run), java.nio.charset.StandardCharsets.UTF_8))
          .isZero();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> oncall.reader().mayI(access) instanceof Finding.Met);
    }
  }

  private static byte[] readAll(Process run) {
    try {
      return run.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void secretsAreReadByNameAndKey() {
    LAB.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("grid-db")
                .withNamespace(LAB.namespace())
                .endMetadata()
                .addToStringData("password", "s3cret ü")
                .build())
        .create();
    try (var connection = admin(LAB.namespace())) {
      var reader = connection.reader();
      assertThat(reader.secret("grid-db", "password").reveal()).isEqualTo("s3cret ü");
      assertThat(failure(() -> reader.secret("grid-db", "pasword")).problem())
          .contains("no key 'pasword'", "did you mean 'password'?");
      assertThat(failure(() -> reader.secret("no-such", "password")).problem())
          .contains("no secret 'no-such' in namespace " + LAB.namespace());
    }
  }

  @Test
  void whoElseChangesADeploymentIsNoted() {
    var marked =
        Deployments.sleeping("noted", LAB.image(), 0).toBuilder()
            .editMetadata()
            .addToAnnotations("argocd.argoproj.io/tracking-id", "grid:apps/Deployment:x/noted")
            .addToLabels("kustomize.toolkit.fluxcd.io/name", "grid")
            .endMetadata()
            .build();
    LAB.create(marked);
    LAB.admin()
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("noted-hpa")
                .withNamespace(LAB.namespace())
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", "noted")
                .withMinReplicas(2)
                .withMaxReplicas(4)
                .endSpec()
                .build())
        .create();
    try (var admin = admin(LAB.namespace());
        var oncall = Deployments.connect(LAB)) {
      assertThat(notes(admin.reader(), 1))
          .contains("Application grid (Argo CD) will undo this if it heals by itself")
          .contains("Kustomization grid (Flux) applies its repository again and again")
          .contains("noted-hpa (2 to 4 replicas) will set it back within seconds");
      assertThat(notes(admin.reader(), 3)).contains("may choose another number");
      assertThat(notes(admin.reader(), 0)).contains("rests while there are 0 replicas");
      try (var denial = LAB.deny("list", "horizontalpodautoscalers.autoscaling", "list them")) {
        assertThat(notes(oncall.reader(), 1))
            .as(denial.what())
            .contains("may not list horizontalpodautoscalers");
      }
    } finally {
      LAB.delete("noted");
    }
  }

  private static String notes(KubernetesReader reader, int replicas) {
    var observed = new Scale("noted", replicas).observe(reader);
    return Stream.concat(
            observed.notes().stream(), observed.competitors().stream().map(Competitor::label))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void closingAfterUseIsQuick() {
    var others = selectors();
    var connection = Deployments.connect(LAB);
    connection.ping();
    assertThat(selectors()).isNotEqualTo(others);
    var before = System.nanoTime();
    connection.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
    assertThat(others).as("no thread of this connection is left").containsAll(selectors());
  }

  private static List<String> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("HttpClient-\\d+-SelectorManager"))
        .sorted()
        .toList();
  }

  @Test
  void secretValuesAreNotedAndNeverShown() {
    LAB.create(
        Deployments.sleeping("hush", LAB.image(), 0).toBuilder()
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .addNewEnv()
            .withName("API_TOKEN")
            .withValue("s3cret")
            .endEnv()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    try (var oncall = Deployments.connect(LAB)) {
      var action = new SetEnv("hush", Optional.empty(), Map.of(), List.of("API_TOKEN"), List.of());
      assertThatThrownBy(() -> action.observe(oncall.reader()))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("API_TOKEN of deployment/hush looks like a secret")
          .hasMessageNotContaining("s3cret");
    } finally {
      LAB.delete("hush");
    }
  }
}
