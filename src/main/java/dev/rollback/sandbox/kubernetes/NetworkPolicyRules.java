package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Pattern;

/** What the API fills in and refuses when a NetworkPolicy is written. No network here obeys it. */
final class NetworkPolicyRules {
  private static final Set<String> DIRECTIONS = Set.of("Ingress", "Egress");
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
  private static final Pattern CIDR =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}|[0-9a-fA-F:]+/\\d{1,3}");
  private static final int MOST = 65_535;

  private NetworkPolicyRules() {}

  /**
   * Fills in {@code policy}.
   *
   * @throws ApiException when it is no valid NetworkPolicy
   */
  static void apply(ObjectNode policy) {
    String name = policy.at("/metadata/name").asText();
    require(policy.at("/spec/podSelector").isObject(), name, "spec.podSelector: Required value");
    ObjectNode spec = policy.withObjectProperty("spec");
    if (!spec.has("policyTypes")) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (spec.has("egress")) {
        types.add("Egress");
      }
    }
    spec.path("policyTypes")
        .forEach(
            t ->
                require(
                    DIRECTIONS.contains(t.asText()),
                    name,
                    "spec.policyTypes: Unsupported value: \"%s\"".formatted(t.asText())));
    spec.path("ingress").forEach(rule -> rule(rule, "from", name));
    spec.path("egress").forEach(rule -> rule(rule, "to", name));
  }

  private static void rule(JsonNode rule, String peers, String name) {
    rule.path(peers).forEach(peer -> peer(peer, name));
    for (JsonNode port : rule.path("ports")) {
      if (!port.has("protocol")) {
        ((ObjectNode) port).put("protocol", "TCP");
      }
      require(
          PROTOCOLS.contains(port.path("protocol").asText()),
          name,
          "ports.protocol: Unsupported value: " + port.path("protocol"));
      int number = port.path("port").asInt(1);
      require(number >= 1 && number <= MOST, name, "ports.port: Invalid value: " + number);
    }
  }

  private static void peer(JsonNode peer, String name) {
    if (peer.has("ipBlock")) {
      String cidr = peer.at("/ipBlock/cidr").asText();
      require(
          CIDR.matcher(cidr).matches(),
          name,
          "ipBlock.cidr: Invalid value: \"%s\": not a valid CIDR".formatted(cidr));
    } else {
      require(
          peer.has("podSelector") || peer.has("namespaceSelector"), name, "must specify a peer");
    }
  }

  private static void require(boolean condition, String name, String message) {
    if (!condition) {
      throw ApiException.invalid(ResourceType.NETWORK_POLICIES, name, message);
    }
  }
}
