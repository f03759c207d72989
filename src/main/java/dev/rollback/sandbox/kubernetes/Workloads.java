package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/** What the controllers read from objects, and write into them. */
final class Workloads {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String TEMPLATE_HASH = "pod-template-hash";
  private static final String HASH_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Workloads() {}

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }

  static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  static int replicas(JsonNode object) {
    return object.at("/spec/replicas").asInt();
  }

  static int status(JsonNode object, String field) {
    return object.path("status").path(field).asInt();
  }

  static int revision(JsonNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asInt();
  }

  static boolean ready(JsonNode pod) {
    return pod.at("/status/conditions")
        .valueStream()
        .anyMatch(c -> is(c, "type", "Ready") && is(c, "status", "True"));
  }

  static boolean is(JsonNode object, String field, String value) {
    return object.path(field).asText().equals(value);
  }

  /** Objects of a type that a controller made for {@code owner}. */
  static List<ObjectNode> owned(ObjectStore store, ResourceType type, JsonNode owner) {
    return store.list(type, namespace(owner), Selector.EVERYTHING).stream()
        .filter(o -> o.at("/metadata/ownerReferences/0/uid").asText().equals(uid(owner)))
        .toList();
  }

  static void setOwner(ObjectNode object, ResourceType type, JsonNode owner) {
    object
        .withObjectProperty("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", type.apiVersion())
        .put("kind", type.kind())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** The template without the label that a ReplicaSet adds to it. */
  static ObjectNode plainTemplate(JsonNode workload) {
    ObjectNode template = workload.at("/spec/template").deepCopy();
    if (template.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove(TEMPLATE_HASH);
    }
    return template;
  }

  /** Ten letters and digits that no word is made of; equal templates have equal ones. */
  static String hash(JsonNode template) {
    BigInteger rest = new BigInteger(1, sha256(canonical(template)));
    BigInteger base = BigInteger.valueOf(HASH_ALPHABET.length());
    StringBuilder hash = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      hash.append(HASH_ALPHABET.charAt(rest.mod(base).intValue()));
      rest = rest.divide(base);
    }
    return hash.toString();
  }

  /** The order of fields in an object means nothing, and must not move the hash. */
  private static String canonical(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(e -> e.getKey() + ":" + canonical(e.getValue()))
          .toList()
          .toString();
    }
    if (node.isArray()) {
      return node.valueStream().map(Workloads::canonical).toList().toString();
    }
    return node.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
