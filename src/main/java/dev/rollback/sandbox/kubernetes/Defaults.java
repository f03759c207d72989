package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What the API fills in and refuses when a workload is written. */
final class Defaults {
  private Defaults() {}

  /**
   * Fills in {@code object} and answers it.
   *
   * @throws ApiException when it is no valid workload
   */
  static ObjectNode apply(ResourceType type, ObjectNode object) {
    dropNulls(object);
    if (type == ResourceType.DEPLOYMENTS) {
      deployment(object);
    }
    if (type == ResourceType.HORIZONTAL_POD_AUTOSCALERS) {
      autoscaler(object);
    }
    if (type == ResourceType.NETWORK_POLICIES) {
      NetworkPolicyRules.apply(object);
    }
    if (type == ResourceType.SECRETS) {
      SecretRules.apply(object);
    }
    if (type == ResourceType.LEASES) {
      LeaseRules.check(object);
    }
    return object;
  }

  /** Clients write {@code creationTimestamp: null}; kept, it would look like a change. */
  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeIf(JsonNode::isNull);
    }
    node.forEach(Defaults::dropNulls);
  }

  private static void deployment(ObjectNode object) {
    String name = object.at("/metadata/name").asText();
    JsonNode containers = object.at("/spec/template/spec/containers");
    require(!containers.isEmpty(), name, "spec.template.spec.containers: Required value");
    JsonNode labels = object.at("/spec/template/metadata/labels");
    for (var wanted : object.at("/spec/selector/matchLabels").properties()) {
      require(
          labels.path(wanted.getKey()).equals(wanted.getValue()),
          name,
          "spec.template.metadata.labels: Invalid value: selector does not match template labels");
    }
    for (JsonNode container : containers) {
      for (JsonNode variable : container.path("env")) {
        require(
            !variable.path("name").asText().isEmpty(),
            name,
            "spec.template.spec.containers.env.name: Required value");
        require(
            !(variable.path("value").asText().length() > 0 && variable.has("valueFrom")),
            name,
            "spec.template.spec.containers.env.valueFrom: Invalid value: may not be specified when"
                + " `value` is not empty");
      }
    }
    ObjectNode spec = object.withObjectProperty("spec");
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    require(spec.path("replicas").asInt() >= 0, name, "spec.replicas: must not be negative");
    PodDefaults.apply(spec.withObjectProperty("template"));
    ObjectNode strategy = spec.withObjectProperty("strategy");
    if (!strategy.has("type")) {
      strategy.put("type", "RollingUpdate");
    }
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = strategy.withObjectProperty("rollingUpdate");
      text(rolling, "maxSurge");
      text(rolling, "maxUnavailable");
    }
  }

  /** A behaviour that is given in part is filled in; none stays none. */
  private static void autoscaler(ObjectNode object) {
    ObjectNode spec = object.withObjectProperty("spec");
    number(spec, "minReplicas", 1);
    if (spec.has("behavior")) {
      ObjectNode up = spec.withObjectProperty("behavior").withObjectProperty("scaleUp");
      number(up, "stabilizationWindowSeconds", 0);
      ObjectNode down = spec.withObjectProperty("behavior").withObjectProperty("scaleDown");
      rules(up, Map.of("Pods", 4, "Percent", 100));
      rules(down, Map.of("Percent", 100));
    }
  }

  private static void rules(ObjectNode rules, Map<String, Integer> usual) {
    if (!rules.has("selectPolicy")) {
      rules.put("selectPolicy", "Max");
    }
    if (!rules.has("policies")) {
      ArrayNode policies = rules.putArray("policies");
      new TreeMap<>(usual)
          .descendingMap()
          .forEach(
              (type, value) ->
                  policies
                      .addObject()
                      .put("type", type)
                      .put("value", value)
                      .put("periodSeconds", 15));
    }
  }

  private static void number(ObjectNode spec, String field, int value) {
    if (!spec.has(field)) {
      spec.put(field, value);
    }
  }

  private static void text(ObjectNode rolling, String field) {
    if (!rolling.has(field)) {
      rolling.put(field, "25%");
    }
  }

  private static void require(boolean condition, String name, String message) {
    if (!condition) {
      throw ApiException.invalid(ResourceType.DEPLOYMENTS, name, message);
    }
  }
}
