package dev.rollback.adapter.kubernetes.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import java.util.stream.Stream;

/** Objects as they are kept: readable, and without what may be a secret. */
final class Evidence {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MASK = "***";

  /** {@code kubectl apply} keeps the whole object in it once more. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Evidence() {}

  /** An object, a field to a line. */
  static Stream<String> lines(JsonNode object) {
    try {
      var copy = (ObjectNode) object.deepCopy();
      clean(copy);
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(copy).lines();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void clean(ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations
          && annotations.has(LAST_APPLIED)) {
        annotations.put(LAST_APPLIED, MASK);
      }
    }
    for (var spec : new String[] {"/spec", "/spec/template/spec"}) {
      for (var list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
        object.at(spec).path(list).forEach(Evidence::maskEnv);
      }
    }
  }

  /** A literal value under a name that says secret is one, wherever it came from. */
  private static void maskEnv(JsonNode container) {
    for (var entry : container.path("env")) {
      if (entry instanceof ObjectNode variable
          && variable.has("value")
          && SetEnv.looksSecret(variable.path("name").asText())) {
        variable.put("value", MASK);
      }
    }
  }
}
