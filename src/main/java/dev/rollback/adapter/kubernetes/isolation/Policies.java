package dev.rollback.adapter.kubernetes.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.adapter.kubernetes.LabelSelector;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The network policies that reach some pods. They add up: what one of them allows is allowed. */
final class Policies {
  private Policies() {}

  /**
   * A policy.
   *
   * @param allows what it lets through: {@code ingress}, {@code egress}; nothing when it only
   *     denies
   */
  record Reaching(String name, List<String> allows) {
    /** {@code ingress and egress}. */
    String allowed() {
      return String.join(" and ", allows);
    }
  }

  /** Those that select pods with these labels, less one of this name. */
  static List<Reaching> reaching(JsonNode labels, String except, ObjectReader objects) {
    return objects.list(ObjectKind.NETWORK_POLICY, LabelSelector.ALL).stream()
        .filter(p -> !p.at("/metadata/name").asText().equals(except))
        .filter(p -> new LabelSelector(p.at("/spec/podSelector")).selects(labels))
        .map(p -> new Reaching(p.at("/metadata/name").asText(), allows(p)))
        .toList();
  }

  private static List<String> allows(JsonNode policy) {
    var allowed = new ArrayList<String>();
    policy
        .at("/spec/policyTypes")
        .forEach(
            type -> {
              var direction = type.asText().equals("Ingress") ? "ingress" : "egress";
              if (!policy.path("spec").path(direction).isEmpty()) {
                allowed.add(direction);
              }
            });
    return List.copyOf(allowed);
  }

  /** What a policy specifies, by field. */
  static Map<String, JsonNode> fields(JsonNode policy) {
    var fields = new TreeMap<String, JsonNode>();
    policy.path("spec").properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    return fields;
  }
}
