package dev.rollback.sandbox.kubernetes;

import static dev.rollback.sandbox.kubernetes.Workloads.name;
import static dev.rollback.sandbox.kubernetes.Workloads.namespace;
import static dev.rollback.sandbox.kubernetes.Workloads.owned;
import static dev.rollback.sandbox.kubernetes.Workloads.replicas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps as many pods as each ReplicaSet wants, and removes what has lost its owner. */
final class ReplicaSetController {
  private final ObjectStore store;

  ReplicaSetController(ObjectStore store) {
    this.store = store;
  }

  void reconcile() {
    collect(ResourceType.REPLICA_SETS, ResourceType.DEPLOYMENTS);
    collect(ResourceType.PODS, ResourceType.REPLICA_SETS);
    for (ObjectNode set : store.list(ResourceType.REPLICA_SETS, "", Selector.EVERYTHING)) {
      reconcile(set);
    }
  }

  private void reconcile(ObjectNode set) {
    List<ObjectNode> pods = owned(store, ResourceType.PODS, set);
    IntStream.range(pods.size(), replicas(set)).forEach(i -> createPod(set));
    // First those that do not work, then the youngest.
    pods.stream()
        .sorted(
            Comparator.comparing(Workloads::ready)
                .thenComparingLong(p -> -p.at("/metadata/resourceVersion").asLong()))
        .limit(Math.max(0, pods.size() - replicas(set)))
        .forEach(p -> store.delete(ResourceType.PODS, namespace(p), name(p), false));
    writeStatus(set);
  }

  private void createPod(ObjectNode set) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = set.at("/spec/template/metadata").deepCopy();
    metadata.put("generateName", name(set) + "-");
    pod.set("metadata", metadata);
    Workloads.setOwner(pod, ResourceType.REPLICA_SETS, set);
    pod.set("spec", set.at("/spec/template/spec").deepCopy());
    pod.putObject("status").put("phase", "Pending");
    store.create(ResourceType.PODS, namespace(set), pod, false);
  }

  private void writeStatus(ObjectNode set) {
    List<ObjectNode> pods = owned(store, ResourceType.PODS, set);
    int ready = Math.toIntExact(pods.stream().filter(Workloads::ready).count());
    store.update(
        ResourceType.REPLICA_SETS,
        namespace(set),
        name(set),
        ObjectStore.Part.STATUS,
        false,
        now -> {
          ObjectNode status = now.objectNode();
          status.put("replicas", pods.size());
          if (!pods.isEmpty()) {
            status.put("fullyLabeledReplicas", pods.size());
          }
          if (ready > 0) {
            status.put("readyReplicas", ready).put("availableReplicas", ready);
          }
          status.put("observedGeneration", set.at("/metadata/generation").asInt());
          now.set("status", status);
          return now;
        });
  }

  private void collect(ResourceType type, ResourceType ownerType) {
    for (ObjectNode object : store.list(type, "", Selector.EVERYTHING)) {
      String owner = object.at("/metadata/ownerReferences/0/uid").asText();
      boolean orphan =
          !owner.isEmpty()
              && store.list(ownerType, namespace(object), Selector.EVERYTHING).stream()
                  .noneMatch(o -> Workloads.uid(o).equals(owner));
      if (orphan) {
        store.delete(type, namespace(object), name(object), false);
      }
    }
  }
}
