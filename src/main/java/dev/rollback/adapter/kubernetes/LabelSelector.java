package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which objects are meant, by their labels.
 *
 * @param tree as it stands in objects: {@code matchLabels} and {@code matchExpressions}, all of
 *     which must hold; an empty one selects all
 */
public record LabelSelector(JsonNode tree) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Selects everything. */
  public static final LabelSelector ALL = new LabelSelector(JsonNodeFactory.instance.objectNode());

  /** The same as a workload's model has it. */
  public static LabelSelector of(io.fabric8.kubernetes.api.model.LabelSelector selector) {
    return new LabelSelector(JSON.valueToTree(selector));
  }

  /** Whether an object with these labels is selected. */
  public boolean selects(JsonNode labels) {
    return tree.path("matchLabels").properties().stream()
            .allMatch(e -> labels.path(e.getKey()).equals(e.getValue()))
        && tree.path("matchExpressions").valueStream().allMatch(e -> holds(e, labels));
  }

  private static boolean holds(JsonNode expression, JsonNode labels) {
    var label = labels.path(expression.path("key").asText());
    var listed = expression.path("values").valueStream().anyMatch(label::equals);
    return switch (expression.path("operator").asText()) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> !label.isMissingNode();
      case "DoesNotExist" -> label.isMissingNode();
      case String other -> throw new IllegalStateException("no API server takes " + other);
    };
  }

  /** As requests and {@code kubectl -l} take it; empty where it selects all. */
  String query() {
    var all = new ArrayList<String>();
    tree.path("matchLabels")
        .properties()
        .forEach(e -> all.add(e.getKey() + "=" + e.getValue().asText()));
    tree.path("matchExpressions").forEach(e -> all.add(text(e)));
    return String.join(",", all);
  }

  private static String text(JsonNode expression) {
    var key = expression.path("key").asText();
    List<String> values = expression.path("values").valueStream().map(JsonNode::asText).toList();
    return switch (expression.path("operator").asText()) {
      case "In" -> key + values.stream().collect(Collectors.joining(",", " in (", ")"));
      case "NotIn" -> key + values.stream().collect(Collectors.joining(",", " notin (", ")"));
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      case String other -> throw new IllegalStateException("no API server takes " + other);
    };
  }
}
