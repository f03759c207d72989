package dev.rollback.sandbox.kubernetes;

import static dev.rollback.sandbox.kubernetes.Workloads.hash;
import static dev.rollback.sandbox.kubernetes.Workloads.name;
import static dev.rollback.sandbox.kubernetes.Workloads.namespace;
import static dev.rollback.sandbox.kubernetes.Workloads.owned;
import static dev.rollback.sandbox.kubernetes.Workloads.plainTemplate;
import static dev.rollback.sandbox.kubernetes.Workloads.replicas;
import static dev.rollback.sandbox.kubernetes.Workloads.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Moves each Deployment towards its template: one ReplicaSet per template, scaled step by step. */
final class DeploymentController {
  private final ObjectStore store;
  private final DeploymentStatus status;

  DeploymentController(ObjectStore store, Clock clock) {
    this.store = store;
    this.status = new DeploymentStatus(store, clock);
  }

  void reconcile() {
    for (ObjectNode deployment : store.list(ResourceType.DEPLOYMENTS, "", Selector.EVERYTHING)) {
      reconcile(deployment);
    }
  }

  private void reconcile(ObjectNode deployment) {
    boolean paused = deployment.at("/spec/paused").asBoolean();
    Optional<ObjectNode> existing = current(deployment);
    if (existing.isPresent() || !paused) {
      ObjectNode current = existing.orElseGet(() -> createReplicaSet(deployment));
      if (!paused) {
        makeLatest(deployment, current);
        scale(deployment, current);
        prune(deployment, current);
      } else {
        // A paused Deployment still follows its number of replicas.
        scaleTo(current, replicas(deployment) - sum(others(deployment, current)));
      }
    }
    status.update(deployment, current(deployment), owned(deployment));
  }

  private List<ObjectNode> owned(ObjectNode deployment) {
    return Workloads.owned(store, ResourceType.REPLICA_SETS, deployment);
  }

  private Optional<ObjectNode> current(ObjectNode deployment) {
    ObjectNode template = plainTemplate(deployment);
    return owned(deployment).stream().filter(r -> plainTemplate(r).equals(template)).findFirst();
  }

  private List<ObjectNode> others(ObjectNode deployment, ObjectNode current) {
    return owned(deployment).stream()
        .filter(r -> !name(r).equals(name(current)))
        .sorted(Comparator.comparingInt(Workloads::revision))
        .toList();
  }

  private ObjectNode createReplicaSet(ObjectNode deployment) {
    String hash = hash(plainTemplate(deployment));
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", name(deployment) + "-" + hash);
    ObjectNode template = plainTemplate(deployment);
    template
        .withObjectProperty("metadata")
        .withObjectProperty("labels")
        .put(Workloads.TEMPLATE_HASH, hash);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    metadata
        .putObject("annotations")
        .put(Workloads.REVISION, Integer.toString(highestRevision(deployment) + 1));
    Workloads.setOwner(set, ResourceType.DEPLOYMENTS, deployment);
    ObjectNode spec = set.putObject("spec");
    spec.put("replicas", 0);
    ObjectNode selector = deployment.at("/spec/selector").deepCopy();
    selector.withObjectProperty("matchLabels").put(Workloads.TEMPLATE_HASH, hash);
    spec.set("selector", selector);
    spec.set("template", template);
    return store.create(ResourceType.REPLICA_SETS, namespace(deployment), set, false);
  }

  private int highestRevision(ObjectNode deployment) {
    return owned(deployment).stream().mapToInt(Workloads::revision).max().orElse(0);
  }

  /** A template that comes back gets the newest revision, as after {@code kubectl rollout undo}. */
  private void makeLatest(ObjectNode deployment, ObjectNode current) {
    int highest = highestRevision(deployment);
    int wanted = revision(current) < highest ? highest + 1 : revision(current);
    annotate(ResourceType.REPLICA_SETS, current, wanted);
    annotate(ResourceType.DEPLOYMENTS, deployment, wanted);
  }

  private void annotate(ResourceType type, ObjectNode object, int revision) {
    if (revision(object) != revision) {
      store.update(
          type,
          namespace(object),
          name(object),
          ObjectStore.Part.ALL,
          false,
          now -> {
            now.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(Workloads.REVISION, Integer.toString(revision));
            return now;
          });
    }
  }

  private void scale(ObjectNode deployment, ObjectNode current) {
    List<ObjectNode> others = others(deployment, current);
    if (deployment.at("/spec/strategy/type").asText().equals("Recreate")) {
      others.forEach(o -> scaleTo(o, 0));
      boolean gone = others.stream().allMatch(o -> Workloads.status(o, "replicas") == 0);
      scaleTo(current, gone ? replicas(deployment) : replicas(current));
      return;
    }
    RollingUpdate rolling = RollingUpdate.of(deployment);
    scaleTo(current, rolling.up(replicas(current), sum(others)));
    ObjectNode grown = store.get(ResourceType.REPLICA_SETS, namespace(current), name(current));
    int removable = rolling.removable(grown, others);
    // The pods that do not work go first: they serve nobody.
    for (ObjectNode other : others) {
      int broken = Math.max(0, replicas(other) - Workloads.status(other, "availableReplicas"));
      int down = Math.min(removable, broken);
      scaleTo(other, replicas(other) - down);
      removable -= down;
    }
    int spare = rolling.spare(grown, others);
    for (ObjectNode other : others) {
      ObjectNode left = store.get(ResourceType.REPLICA_SETS, namespace(other), name(other));
      int down = Math.min(Math.min(spare, removable), replicas(left));
      scaleTo(left, replicas(left) - Math.max(0, down));
      spare -= Math.max(0, down);
      removable -= Math.max(0, down);
    }
  }

  private void scaleTo(ObjectNode set, int wanted) {
    if (replicas(set) != Math.max(0, wanted)) {
      store.update(
          ResourceType.REPLICA_SETS,
          namespace(set),
          name(set),
          ObjectStore.Part.ALL,
          false,
          now -> {
            now.withObjectProperty("spec").put("replicas", Math.max(0, wanted));
            return now;
          });
    }
  }

  private void prune(ObjectNode deployment, ObjectNode current) {
    List<ObjectNode> idle =
        others(deployment, current).stream()
            .filter(r -> replicas(r) == 0 && Workloads.status(r, "replicas") == 0)
            .toList();
    int excess = idle.size() - deployment.at("/spec/revisionHistoryLimit").asInt();
    idle.stream()
        .limit(Math.max(0, excess))
        .forEach(r -> store.delete(ResourceType.REPLICA_SETS, namespace(r), name(r), false));
  }

  static int sum(List<? extends JsonNode> sets) {
    return sets.stream().mapToInt(Workloads::replicas).sum();
  }
}
