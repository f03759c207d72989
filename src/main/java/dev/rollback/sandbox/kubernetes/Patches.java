package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;

/** Applies the patch formats of the API, by the content type of the request. */
final class Patches {
  private final ObjectMapper json;

  Patches(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The patched object.
   *
   * @throws ApiException when the type is not supported or the patch does not apply
   */
  ObjectNode apply(String contentType, String patch, ObjectNode current) {
    JsonNode parsed;
    try {
      parsed = json.readTree(patch);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("unreadable patch: " + e.getOriginalMessage());
    }
    String media = contentType.split(";", 2)[0].strip();
    return switch (media) {
      case "application/json-patch+json" -> jsonPatch(parsed, current);
      case "application/merge-patch+json" -> mergePatch(object(parsed), current);
      case "application/strategic-merge-patch+json" ->
          StrategicMerge.apply(object(parsed), current);
      default -> throw ApiException.unsupportedMediaType("no patch of type " + media);
    };
  }

  private static ObjectNode object(JsonNode patch) {
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("a merge patch is an object");
  }

  private static ObjectNode jsonPatch(JsonNode patch, ObjectNode current) {
    if (!(patch instanceof ArrayNode)) {
      throw ApiException.badRequest("a JSON patch is an array");
    }
    try {
      return (ObjectNode) JsonPatch.apply(patch, current);
    } catch (JsonPatchException e) {
      throw ApiException.invalid(
          ResourceType.DEPLOYMENTS, current.at("/metadata/name").asText(), "" + e.getMessage());
    }
  }

  /** RFC 7386. */
  static ObjectNode mergePatch(ObjectNode patch, ObjectNode target) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      switch (field.getValue()) {
        case JsonNode value when value.isNull() -> target.remove(name);
        case ObjectNode value ->
            target.set(
                name,
                mergePatch(
                    value, target.get(name) instanceof ObjectNode old ? old : target.objectNode()));
        case JsonNode value -> target.set(name, value);
      }
    }
    return target;
  }
}
