package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollback.plan.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What differs between two kept states, where no plan has said it: by their trees alone. */
final class JsonDiff {
  private final List<FieldChange> changes = new ArrayList<>();

  private JsonDiff() {}

  static List<FieldChange> between(JsonNode before, JsonNode after) {
    var diff = new JsonDiff();
    diff.compare("", before, after);
    return List.copyOf(diff.changes);
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      var keys = new LinkedHashSet<String>();
      before.fieldNames().forEachRemaining(keys::add);
      after.fieldNames().forEachRemaining(keys::add);
      keys.forEach(key -> compare(join(path, key), at(before, key), at(after, key)));
    } else {
      changes.add(new FieldChange(path, text(before), text(after)));
    }
  }

  private static JsonNode at(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key)).orElse(MissingNode.getInstance());
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(node.isValueNode() ? node.asText() : node.toString());
  }
}
