package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The strategic merge patch of the built-in types: lists of named things are merged by their key,
 * with the directives that kubectl sends ({@code $patch}, {@code $setElementOrder}, {@code
 * $retainKeys}). Lists without a key are replaced.
 */
final class StrategicMerge {
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("ports", List.of("containerPort", "port")),
          Map.entry("conditions", List.of("type")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("ownerReferences", List.of("uid")));

  private static final String ORDER = "$setElementOrder/";

  private StrategicMerge() {}

  /** Changes {@code target} and answers it. */
  static ObjectNode apply(ObjectNode patch, ObjectNode target) {
    if (patch.path("$patch").asText().equals("replace")) {
      ObjectNode replacement = patch.deepCopy();
      replacement.remove("$patch");
      return replacement;
    }
    retainKeys(patch, target);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (!field.getKey().startsWith("$")) {
        merge(field.getKey(), field.getValue(), target);
      }
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().startsWith(ORDER)) {
        order(field.getKey().substring(ORDER.length()), field.getValue(), target);
      }
    }
    return target;
  }

  private static void merge(String name, JsonNode value, ObjectNode target) {
    switch (value) {
      case JsonNode nothing when nothing.isNull() -> target.remove(name);
      case ObjectNode object when object.path("$patch").asText().equals("delete") ->
          target.remove(name);
      case ObjectNode object -> {
        ObjectNode old = target.get(name) instanceof ObjectNode o ? o : target.objectNode();
        target.set(name, apply(object, old));
      }
      case ArrayNode list when key(name, list).isPresent() ->
          mergeList(key(name, list).orElseThrow(), list, target.withArrayProperty(name));
      case JsonNode other -> target.set(name, other);
    }
  }

  private static void mergeList(String key, ArrayNode patch, ArrayNode target) {
    for (JsonNode element : patch) {
      if (element.path("$patch").asText().equals("replace") && !element.has(key)) {
        target.removeAll();
        continue;
      }
      int index = indexOf(target, key, element.path(key));
      if (element.path("$patch").asText().equals("delete")) {
        if (index >= 0) {
          target.remove(index);
        }
      } else if (index >= 0) {
        target.set(index, apply((ObjectNode) element, (ObjectNode) target.get(index)));
      } else {
        target.add(apply((ObjectNode) element, target.objectNode()));
      }
    }
  }

  private static void retainKeys(ObjectNode patch, ObjectNode target) {
    if (patch.get("$retainKeys") instanceof ArrayNode retained) {
      List<String> names = new ArrayList<>();
      retained.forEach(n -> names.add(n.asText()));
      target.retain(names);
    }
  }

  /** What the order does not name keeps its place behind what it names. */
  private static void order(String name, JsonNode order, ObjectNode target) {
    if (!(target.get(name) instanceof ArrayNode list) || !(order instanceof ArrayNode wanted)) {
      return;
    }
    Optional<String> key = key(name, list);
    if (key.isEmpty()) {
      return;
    }
    List<JsonNode> elements = new ArrayList<>();
    list.forEach(elements::add);
    elements.sort(
        Comparator.comparingInt(
            e -> {
              int index = indexOf(wanted, key.orElseThrow(), e.path(key.orElseThrow()));
              return index < 0 ? wanted.size() : index;
            }));
    list.removeAll().addAll(elements);
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<String> key(String list, ArrayNode elements) {
    return KEYS.getOrDefault(list, List.of()).stream()
        .filter(
            k -> {
              for (JsonNode element : elements) {
                if (element.isObject() && !element.has(k) && !element.has("$patch")) {
                  return false;
                }
              }
              return true;
            })
        .findFirst();
  }
}
