package dev.rollback.contract;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Deployments for tests, and ways to them. */
public final class Deployments {
  /** No test of this adapter may read a secret. */
  public static final Secrets NO_SECRETS =
      reference -> {
        throw SystemException.refused("there are no secrets", "ask for none");
      };

  private static final ObjectMapper JSON = new ObjectMapper();

  private Deployments() {}

  /** Pods that start at once, do nothing, and end at once. */
  public static Deployment sleeping(String name, String image, int replicas) {
    return running(name, image, replicas, "/bin/busybox", "sleep", "3600");
  }

  /** Pods that run a command, and end at once. */
  public static Deployment running(String name, String image, int replicas, String... command) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(0L)
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withImagePullPolicy("Never")
        .withCommand(command)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** As the fixture's user. */
  public static Connection<KubernetesReader, KubernetesWriter> connect(KubernetesFixture fixture) {
    return connect(fixture, NO_SECRETS);
  }

  /** The same, with secrets. */
  public static Connection<KubernetesReader, KubernetesWriter> connect(
      KubernetesFixture fixture, Secrets secrets) {
    return connect(fixture, fixture.kubeconfig(), fixture.context(), fixture.namespace(), secrets);
  }

  /** By other ways than the fixture's. */
  public static Connection<KubernetesReader, KubernetesWriter> connect(
      KubernetesFixture fixture, Path kubeconfig, String context, String namespace) {
    return connect(fixture, kubeconfig, context, namespace, NO_SECRETS);
  }

  private static Connection<KubernetesReader, KubernetesWriter> connect(
      KubernetesFixture fixture,
      Path kubeconfig,
      String context,
      String namespace,
      Secrets secrets) {
    return new KubernetesAdapter(Map.of(), fixture.kubeconfig().toAbsolutePath().getRoot())
        .connect(
            new KubernetesSettings(context, namespace, Optional.of(kubeconfig.toString())),
            secrets);
  }

  /** Changes a deployment, as somebody else. */
  public static void edit(
      KubernetesClient client, String namespace, String name, UnaryOperator<Deployment> change) {
    // The controllers write at the same time: an edit that came too late is made anew.
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException k && k.getCode() == 409)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              client.apps().deployments().inNamespace(namespace).withName(name).edit(change);
              return true;
            });
  }

  /** Raw JSON: what the server keeps, not what a client's model makes of it. */
  static Stream<JsonNode> raw(KubernetesClient client, String namespace) {
    return raw(client, namespace, WorkloadKind.DEPLOYMENT);
  }

  /** The same of another kind. */
  static Stream<JsonNode> raw(KubernetesClient client, String namespace, WorkloadKind kind) {
    var list = client.raw("/apis/apps/v1/namespaces/" + namespace + "/" + kind.plural());
    try {
      return JSON.readTree(list).path("items").valueStream();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All deployments without what controllers write. */
  static Object snapshot(KubernetesClient client, String namespace) {
    return snapshot(client, namespace, WorkloadKind.DEPLOYMENT);
  }

  /** The same of another kind. */
  static Object snapshot(KubernetesClient client, String namespace, WorkloadKind kind) {
    return raw(client, namespace, kind).map(Deployments::lasting).toList();
  }

  /** A workload of another kind, with the same pods. */
  static HasMetadata as(WorkloadKind kind, Deployment deployment) {
    var tree = JSON.<ObjectNode>valueToTree(deployment);
    tree.put("kind", kind.kind());
    var spec = tree.withObjectProperty("spec");
    return switch (kind) {
      case DEPLOYMENT -> deployment;
      case STATEFUL_SET ->
          JSON.convertValue(tree.set("spec", spec.put("serviceName", "none")), StatefulSet.class);
      case DAEMON_SET ->
          JSON.convertValue(tree.set("spec", spec.without("replicas")), DaemonSet.class);
    };
  }

  /** Changes a workload, as somebody else. */
  static void edit(
      KubernetesClient client, String namespace, WorkloadName name, Consumer<Workload> change) {
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException k && k.getCode() == 409)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              var now = get(client, namespace, name);
              change.accept(now);
              client.resource(now.object()).inNamespace(namespace).update();
              return true;
            });
  }

  /** A workload as it is now. */
  static Workload get(KubernetesClient client, String namespace, WorkloadName name) {
    var apps = client.apps();
    return switch (name.kind()) {
      case DEPLOYMENT ->
          new Workload.OfDeployment(
              apps.deployments().inNamespace(namespace).withName(name.name()).get());
      case STATEFUL_SET ->
          new Workload.OfStatefulSet(
              apps.statefulSets().inNamespace(namespace).withName(name.name()).get());
      case DAEMON_SET ->
          new Workload.OfDaemonSet(
              apps.daemonSets().inNamespace(namespace).withName(name.name()).get());
    };
  }

  private static JsonNode lasting(JsonNode deployment) {
    var copy = (ObjectNode) deployment.deepCopy();
    copy.remove("status");
    var meta = (ObjectNode) copy.path("metadata");
    meta.remove(List.of("generation", "resourceVersion", "managedFields"));
    if (meta.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove("deployment.kubernetes.io/revision");
      annotations.remove("deprecated.daemonset.template.generation");
      if (annotations.isEmpty()) {
        meta.remove("annotations");
      }
    }
    return copy;
  }
}
