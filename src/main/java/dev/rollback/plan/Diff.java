package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two states, field by field; hints are no fields. */
public final class Diff {
  private final List<FieldChange> changes = new ArrayList<>();

  private Diff() {}

  /** The fields of this shape that differ, in the order of the shape. */
  public static List<FieldChange> between(Shape shape, JsonNode before, JsonNode after) {
    var diff = new Diff();
    diff.compare("", shape, before, after);
    return List.copyOf(diff.changes);
  }

  /** The fields that are not now as they were written, and what they were before that. */
  public static List<Drifted> since(Shape shape, JsonNode before, JsonNode wrote, JsonNode now) {
    var written = between(shape, before, wrote);
    return between(shape, wrote, now).stream()
        .map(
            c ->
                new Drifted(
                    c.field(),
                    written.stream()
                        .filter(w -> w.field().equals(c.field()))
                        .findFirst()
                        .map(FieldChange::before)
                        .orElse(c.before()),
                    c.before(),
                    c.after()))
        .toList();
  }

  private void compare(
      String path, Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
    switch (shape) {
      case Shape.Aside _ -> {}
      case Shape.Maybe(var inner) -> compare(path, inner, before, after);
      case Shape.RecordOf r when isObject(before) || isObject(after) ->
          r.components().stream()
              .filter(Shape.Component::shown)
              .forEach(
                  c ->
                      compare(
                          join(path, c.key()),
                          c.shape(),
                          get(before, c.key()),
                          get(after, c.key())));
      case Shape.OneOf o when sameVariant(before, after) && before != null ->
          compare(path, variant(o, before), before, after);
      case Shape.MapOf(var value) ->
          keys(before, after)
              .forEach(k -> compare(join(path, k), value, get(before, k), get(after, k)));
      default -> leaf(path, before, after);
    }
  }

  private void leaf(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
    var was = text(before);
    var will = text(after);
    if (!was.equals(will)) {
      changes.add(new FieldChange(path, was, will));
    }
  }

  private static Optional<String> text(@Nullable JsonNode node) {
    return Optional.ofNullable(node).map(n -> n.isValueNode() ? n.asText() : n.toString());
  }

  private static boolean isObject(@Nullable JsonNode node) {
    return node != null && node.isObject();
  }

  /** The form of a variant; a tree of a type that nobody knows is compared whole. */
  private static Shape variant(Shape.OneOf shape, JsonNode value) {
    var known = shape.variants().get(value.path("type").asText());
    return known == null ? new Shape.Tree() : known;
  }

  private static boolean sameVariant(@Nullable JsonNode before, @Nullable JsonNode after) {
    return before != null && after != null && before.path("type").equals(after.path("type"));
  }

  private static @Nullable JsonNode get(@Nullable JsonNode node, String key) {
    return node == null ? null : node.get(key);
  }

  private static Set<String> keys(@Nullable JsonNode before, @Nullable JsonNode after) {
    var keys = new LinkedHashSet<String>();
    if (before != null) {
      before.fieldNames().forEachRemaining(keys::add);
    }
    if (after != null) {
      after.fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
