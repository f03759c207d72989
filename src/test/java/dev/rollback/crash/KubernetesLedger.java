package dev.rollback.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.drill.Production;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The cluster: every object that people make, without its status. Writes are counted twice: by the
 * requests that the API has seen, and by the generations of the objects.
 */
final class KubernetesLedger implements Ledger {
  private static final Duration ROLL_OUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final Production production;
  private final KubernetesClient client;

  KubernetesLedger(Production production) {
    this.production = production;
    this.client = production.kubernetes();
  }

  @Override
  public String system() {
    return "Kubernetes";
  }

  private Stream<HasMetadata> objects() {
    return Stream.<Stream<? extends HasMetadata>>of(
            client.apps().deployments().inAnyNamespace().list().getItems().stream(),
            client.apps().statefulSets().inAnyNamespace().list().getItems().stream(),
            client.apps().daemonSets().inAnyNamespace().list().getItems().stream(),
            client.configMaps().inAnyNamespace().list().getItems().stream(),
            client.secrets().inAnyNamespace().list().getItems().stream(),
            client.services().inAnyNamespace().list().getItems().stream())
        .flatMap(s -> s);
  }

  private static String name(HasMetadata object) {
    var meta = object.getMetadata();
    return object.getKind() + " " + meta.getNamespace() + "/" + meta.getName();
  }

  @Override
  public Map<String, Held> holds() {
    var held = new TreeMap<String, Held>();
    objects().forEach(o -> held.put(name(o), Held.lasting(text(o))));
    return held;
  }

  /** What people say of an object, and nothing that the cluster says. */
  private String text(HasMetadata object) {
    var meta = object.getMetadata();
    var annotations = new TreeMap<>(meta.getAnnotations());
    annotations.remove(REVISION);
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(meta.getName())
            .withNamespace(meta.getNamespace())
            .withLabels(new TreeMap<>(meta.getLabels()))
            .withAnnotations(annotations)
            .build());
    try {
      var tree = JSON.readTree(client.getKubernetesSerialization().asJson(object));
      return tree instanceof ObjectNode fields ? fields.without("status").toString() : "";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Writes writes() {
    var counts = new TreeMap<String, Long>();
    production.sandbox().cluster().writes().stream()
        .filter(w -> !w.path().contains("/leases"))
        .forEach(w -> counts.merge(w.verb() + " " + w.path(), 1L, Long::sum));
    objects()
        .filter(o -> o.getMetadata().getGeneration() != null)
        .forEach(o -> counts.put("generation of " + name(o), o.getMetadata().getGeneration()));
    return new Writes(counts);
  }

  @Override
  public void putBack(Map<String, Held> holdings) {
    var now = holds();
    now.forEach(
        (name, held) -> {
          if (!holdings.containsKey(name)) {
            client.resource(held.value()).delete();
          }
        });
    holdings.forEach(
        (name, held) -> {
          var there = now.get(name);
          if (there == null) {
            client.resource(held.value()).create();
          } else if (!there.value().equals(held.value())) {
            client.resource(held.value()).update();
          }
        });
    awaitRollOuts();
  }

  private void awaitRollOuts() {
    var cluster = production.sandbox().cluster();
    for (var deployment : client.apps().deployments().inAnyNamespace().list().getItems()) {
      var meta = deployment.getMetadata();
      if (!cluster.await(() -> cluster.rolledOut(meta.getNamespace(), meta.getName()), ROLL_OUT)) {
        throw new IllegalStateException("no rollout of " + name(deployment));
      }
    }
  }

  @Override
  public void close() {}
}
