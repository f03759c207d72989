package dev.rollback.sandbox.kubernetes;

import static dev.rollback.sandbox.kubernetes.Workloads.name;
import static dev.rollback.sandbox.kubernetes.Workloads.namespace;
import static dev.rollback.sandbox.kubernetes.Workloads.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Writes the status of a Deployment from what its ReplicaSets have. */
final class DeploymentStatus {
  private final ObjectStore store;
  private final Clock clock;

  DeploymentStatus(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void update(ObjectNode deployment, Optional<ObjectNode> current, List<ObjectNode> all) {
    store.update(
        ResourceType.DEPLOYMENTS,
        namespace(deployment),
        name(deployment),
        ObjectStore.Part.STATUS,
        false,
        now -> {
          // Written since we looked: the next round judges it.
          if (now.at("/metadata/generation").equals(deployment.at("/metadata/generation"))) {
            now.set("status", status(now, current, all));
          }
          return now;
        });
  }

  private ObjectNode status(ObjectNode now, Optional<ObjectNode> current, List<ObjectNode> all) {
    int total = sum(all, "replicas");
    int available = sum(all, "availableReplicas");
    int updated = current.map(c -> Workloads.status(c, "replicas")).orElse(0);
    ObjectNode status = now.objectNode();
    status.put("observedGeneration", now.at("/metadata/generation").asInt());
    put(status, "replicas", total);
    put(status, "updatedReplicas", updated);
    put(status, "readyReplicas", sum(all, "readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, Math.max(total, replicas(now)) - available));

    int wanted = replicas(now);
    boolean complete = updated == wanted && total == wanted && available == wanted;
    boolean progressed = !countsOf(status).equals(countsOf(now.path("status")));
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(available(now, available));
    conditions.add(progressing(now, current, complete, progressed));
    return status;
  }

  private ObjectNode available(ObjectNode now, int available) {
    RollingUpdate rolling = RollingUpdate.of(now);
    boolean enough = available >= rolling.wanted() - rolling.unavailable();
    return condition(
        now,
        "Available",
        enough,
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        "Deployment "
            + (enough ? "has minimum availability." : "does not have minimum availability."),
        false);
  }

  private ObjectNode progressing(
      ObjectNode now, Optional<ObjectNode> current, boolean complete, boolean progressed) {
    String set = current.map(Workloads::name).orElse("");
    if (complete) {
      return condition(
          now,
          "Progressing",
          true,
          "NewReplicaSetAvailable",
          "ReplicaSet \"" + set + "\" has successfully progressed.",
          false);
    }
    if (!progressed && overdue(now)) {
      return condition(
          now,
          "Progressing",
          false,
          "ProgressDeadlineExceeded",
          "ReplicaSet \"" + set + "\" has timed out progressing.",
          false);
    }
    return condition(
        now,
        "Progressing",
        true,
        "ReplicaSetUpdated",
        "ReplicaSet \"" + set + "\" is progressing.",
        progressed);
  }

  private boolean overdue(ObjectNode now) {
    JsonNode last = old(now, "Progressing");
    if (last.isMissingNode()
        || !now.at("/status/observedGeneration").equals(now.at("/metadata/generation"))) {
      return false;
    }
    Instant since = Instant.parse(last.path("lastUpdateTime").asText());
    long seconds = now.at("/spec/progressDeadlineSeconds").asLong();
    return clock.instant().isAfter(since.plusSeconds(seconds));
  }

  private ObjectNode condition(
      ObjectNode now, String type, boolean holds, String reason, String message, boolean touch) {
    JsonNode old = old(now, type);
    String value = holds ? "True" : "False";
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    boolean sameValue = Workloads.is(old, "status", value);
    boolean same = sameValue && Workloads.is(old, "reason", reason) && !touch;
    ObjectNode condition = now.objectNode();
    condition.put("type", type).put("status", value).put("reason", reason).put("message", message);
    condition.put("lastUpdateTime", same ? old.path("lastUpdateTime").asText() : time);
    condition.put("lastTransitionTime", sameValue ? old.path("lastTransitionTime").asText() : time);
    return condition;
  }

  private static JsonNode old(ObjectNode now, String type) {
    return now.at("/status/conditions")
        .valueStream()
        .filter(c -> Workloads.is(c, "type", type))
        .findFirst()
        .orElse(now.path("none"));
  }

  private static ObjectNode countsOf(JsonNode status) {
    ObjectNode counts =
        status.isObject() ? status.deepCopy() : JsonNodeFactory.instance.objectNode();
    counts.remove("conditions");
    return counts;
  }

  private static int sum(List<ObjectNode> sets, String field) {
    return sets.stream().mapToInt(s -> Workloads.status(s, field)).sum();
  }

  /** The API leaves counts of 0 out. */
  private static void put(ObjectNode status, String field, int count) {
    if (count != 0) {
      status.put(field, count);
    }
  }
}
