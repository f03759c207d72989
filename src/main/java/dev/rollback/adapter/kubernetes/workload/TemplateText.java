package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pod template as a tree that may stand in plan and journal, and as fields of which a person can
 * read what differs. Literal values of environment entries that look like secrets are masked.
 *
 * @param notSecret names that look like secrets and are none
 */
record TemplateText(Set<String> notSecret) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MASK = "(hidden)";

  /** Without the values that look like secrets. */
  JsonNode tree(PodTemplateSpec template) {
    var tree = JSON.<JsonNode>valueToTree(template);
    secrets(tree, (_, entry) -> entry.put("value", MASK));
    return tree;
  }

  /** The values that look like secrets, by container and entry: never to be shown or kept. */
  Map<String, String> hidden(PodTemplateSpec template) {
    var values = new TreeMap<String, String>();
    secrets(
        JSON.valueToTree(template),
        (place, entry) ->
            values.merge(place, entry.path("value").asText(), (a, b) -> a + "\n" + b));
    return values;
  }

  /**
   * The template of a tree, with what is masked in it as it is in another one.
   *
   * @throws SystemException when that one has no such entry
   */
  PodTemplateSpec template(JsonNode tree, PodTemplateSpec now) {
    var known = new TreeMap<String, String>();
    secrets(
        JSON.valueToTree(now), (place, entry) -> known.put(place, entry.path("value").asText()));
    var filled = tree.deepCopy();
    secrets(
        filled,
        (place, entry) -> {
          if (!known.containsKey(place)) {
            throw SystemException.refused(
                place + " is gone, and its value was not kept since it looks like a secret.",
                "Put it back by hand; best into a Secret.");
          }
          entry.put("value", known.get(place));
        });
    try {
      return JSON.treeToValue(filled, PodTemplateSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written from a template is none", e);
    }
  }

  private void secrets(JsonNode tree, BiConsumer<String, ObjectNode> found) {
    Stream.of("containers", "initContainers")
        .flatMap(list -> tree.path("spec").path(list).valueStream())
        .forEach(
            container ->
                container
                    .path("env")
                    .valueStream()
                    .filter(entry -> looksSecret(entry))
                    .forEach(
                        entry ->
                            found.accept(
                                "%s of container %s".formatted(name(entry), name(container)),
                                (ObjectNode) entry)));
  }

  private boolean looksSecret(JsonNode entry) {
    return entry.has("value")
        && SetEnv.looksSecret(name(entry))
        && !notSecret.contains(name(entry));
  }

  private static String name(JsonNode object) {
    return object.path("name").asText();
  }

  /** Its leaves, by path: {@code spec.containers[app].image}. */
  static Map<String, String> fields(JsonNode tree) {
    var fields = new TreeMap<String, String>();
    leaves("", tree, fields);
    return fields;
  }

  private static void leaves(String path, JsonNode node, Map<String, String> into) {
    switch (node) {
      case ObjectNode object when !object.isEmpty() ->
          object
              .properties()
              .forEach(
                  e ->
                      leaves(
                          path.isEmpty() ? e.getKey() : path + "." + e.getKey(),
                          e.getValue(),
                          into));
      case ArrayNode list when list.valueStream().anyMatch(JsonNode::isObject) ->
          items(path, list, into);
      default -> into.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  /** Things with names are told by them, so that a new one does not move those after it. */
  private static void items(String path, ArrayNode list, Map<String, String> into) {
    var names = list.valueStream().map(TemplateText::name).toList();
    if (names.contains("") || Set.copyOf(names).size() < names.size()) {
      IntStream.range(0, list.size()).forEach(i -> leaves(path + "[" + i + "]", list.get(i), into));
      return;
    }
    into.put(path, String.join(", ", names)); // their order counts
    list.forEach(item -> leaves(path + "[" + name(item) + "]", unnamed(item), into));
  }

  private static JsonNode unnamed(JsonNode item) {
    return item.<ObjectNode>deepCopy().without(List.of("name"));
  }
}
