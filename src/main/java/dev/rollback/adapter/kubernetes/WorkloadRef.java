package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which workload is meant: a Deployment, a StatefulSet or a DaemonSet. */
record WorkloadRef(ObjectKind kind, String name) {

  /**
   * The one of the three that is given.
   *
   * @throws IllegalArgumentException when none is, or several are
   */
  static WorkloadRef of(
      Optional<String> deployment, Optional<String> statefulset, Optional<String> daemonset) {
    var given = new ArrayList<WorkloadRef>();
    deployment.ifPresent(n -> given.add(new WorkloadRef(ObjectKind.DEPLOYMENT, n)));
    statefulset.ifPresent(n -> given.add(new WorkloadRef(ObjectKind.STATEFUL_SET, n)));
    daemonset.ifPresent(n -> given.add(new WorkloadRef(ObjectKind.DAEMON_SET, n)));
    if (given.size() == 1) {
      return given.getFirst();
    }
    throw new IllegalArgumentException(
        given.isEmpty()
            ? "no workload: name it as `deployment`, `statefulset` or `daemonset`"
            : given.stream().map(WorkloadRef::object).collect(Collectors.joining(" and "))
                + " are given; only one workload can be meant");
  }

  /** {@code statefulset/grid-db}. */
  String object() {
    return kind.object(name);
  }

  /** What reading it and its pods needs. */
  List<Requirement<KubernetesReader>> toReadPods() {
    var needed = new ArrayList<Requirement<KubernetesReader>>();
    needed.add(kind.access("get", name).requirement());
    if (kind == ObjectKind.DEPLOYMENT) {
      needed.add(ObjectKind.REPLICA_SET.access("list", "").requirement());
    }
    needed.add(ObjectKind.POD.access("list", "").requirement());
    return List.copyOf(needed);
  }

  /** It and what it owns, as they are now. */
  View view(ObjectReader objects) {
    var object = objects.get(kind, name);
    var selector = selector(object);
    var sets =
        kind == ObjectKind.DEPLOYMENT
            ? owned(objects.list(ObjectKind.REPLICA_SET, selector), List.of(object))
            : List.<JsonNode>of();
    var owners = sets.isEmpty() ? List.of(object) : sets;
    return new View(object, sets, owned(objects.list(ObjectKind.POD, selector), owners));
  }

  /** Which pods are its own, by their labels. */
  static LabelSelector selector(JsonNode workload) {
    return new LabelSelector(workload.at("/spec/selector"));
  }

  private static List<JsonNode> owned(List<JsonNode> objects, List<JsonNode> owners) {
    Set<String> uids = owners.stream().map(View::uid).collect(Collectors.toSet());
    return objects.stream()
        .filter(
            o ->
                o.at("/metadata/ownerReferences")
                    .valueStream()
                    .anyMatch(ref -> uids.contains(ref.path("uid").asText())))
        .toList();
  }

  /**
   * A workload and what it owns.
   *
   * @param sets its ReplicaSets, where it is a Deployment
   */
  record View(JsonNode object, List<JsonNode> sets, List<JsonNode> pods) {
    static String uid(JsonNode object) {
      return object.at("/metadata/uid").asText();
    }

    static String name(JsonNode object) {
      return object.at("/metadata/name").asText();
    }

    /** The uids of all of it. */
    Set<String> uids() {
      return Stream.of(List.of(object), sets, pods)
          .flatMap(List::stream)
          .map(View::uid)
          .collect(Collectors.toSet());
    }
  }
}
