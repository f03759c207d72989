package dev.rollback.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sandbox that can be looked at, changed behind a run's back, and put back as it was at first.
 */
public final class Production implements AutoCloseable {
  private static final Duration ROLL_OUT = Duration.ofSeconds(60);

  private final Sandbox sandbox = Sandbox.start();
  private final KubernetesClient kubernetes;
  private final Keyspace redis;
  private final Deployment deployed;
  private final Map<String, Keyspace.Value> keys;

  /** Starts it; all is well. */
  public Production() {
    try {
      kubernetes =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(Files.readString(sandbox.kubeconfig())))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    redis = new Keyspace(sandbox.redis());
    deployed = deployment();
    keys = redis.read();
  }

  /** The sandbox itself. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Its Redis. */
  public Keyspace redis() {
    return redis;
  }

  /** The workload as it is now. */
  public Deployment deployment() {
    return kubernetes.apps().deployments().inNamespace("grid").withName("grid-api").get();
  }

  /** The client of somebody else. */
  public KubernetesClient kubernetes() {
    return kubernetes;
  }

  /** The environment of the workload's container, as the API gives it. */
  public JsonNode environment() {
    return sandbox
        .cluster()
        .get("Deployment", "grid", "grid-api")
        .at("/spec/template/spec/containers/0/env");
  }

  /** Sets a variable of the workload, as a colleague would, and waits for the rollout. */
  public void setEnv(String name, String value) {
    sandbox
        .cluster()
        .patch(
            "Deployment",
            "grid",
            "grid-api",
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "grid-api", "env": [{"name": "%s", "value": "%s"}]}]}}}}
            """
                .formatted(name, value));
    awaitRollOut();
  }

  /** Makes everything as it was at first: the workload, Redis, the permissions. */
  public void putBack() {
    sandbox.cluster().access().allowAll();
    if (!deployment().getSpec().equals(deployed.getSpec())) {
      kubernetes
          .apps()
          .deployments()
          .inNamespace("grid")
          .withName("grid-api")
          .edit(
              now -> {
                now.setSpec(deployed.getSpec());
                return now;
              });
      awaitRollOut();
    }
    redis.replaceBy(keys);
  }

  private void awaitRollOut() {
    var cluster = sandbox.cluster();
    if (!cluster.await(() -> cluster.rolledOut("grid", "grid-api"), ROLL_OUT)) {
      throw new IllegalStateException("no rollout within " + ROLL_OUT);
    }
  }

  /**
   * The configuration whose target {@code sandbox} leads here.
   *
   * @param more lines of the target, such as {@code protected: true}
   */
  public String configuration(List<String> more) {
    return """
    apiVersion: rollback/v1
    targets:
      sandbox:
    %s%s    kubernetes: {kubeconfig: "%s", context: sandbox, namespace: grid}
        redis: {uri: "%s"}
        http: {base: "%s"}
        secrets:
          smoke-user: {file: "%s"}
          smoke-password: {file: "%s"}
          smoke-api-key: {file: "%s"}
    """
        .formatted(
            more.stream().anyMatch(line -> line.contains("policy:"))
                ? ""
                : "    policy: {gates: terminal}\n",
            more.isEmpty() ? "" : "    " + String.join("\n    ", more) + "\n",
            sandbox.kubeconfig(),
            sandbox.redis(),
            sandbox.http(),
            sandbox.smokeUser().email(),
            sandbox.smokeUser().password(),
            sandbox.smokeApiKey());
  }

  /** The same, with its systems pinned. */
  public String pinned(List<String> more) {
    var uid = sandbox.cluster().get("Namespace", "", "kube-system").at("/metadata/uid").asText();
    return configuration(more)
        .replace("namespace: grid}", "namespace: grid, identity: \"" + uid + "\"}")
        .replace(sandbox.redis() + "\"}", sandbox.redis() + "\", identity: {role: master}}");
  }

  /** Writes the configuration into a directory. */
  public void configure(Path directory, List<String> more) {
    try {
      Files.writeString(directory.resolve("rollback.yaml"), configuration(more));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    redis.close();
    kubernetes.close();
    sandbox.close();
  }
}
