package dev.rollback.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Redactor;
import java.util.Set;

/**
 * Masks secrets in an encoded value's texts before they are written: in every text that people or
 * systems have written, and in keys and texts of states at any depth.
 *
 * <p>It goes by the value's shape, because a journal has to stay readable whatever a secret's value
 * is: a password {@code changed} must not mask the word of an enum, nor one of {@code cafe} a part
 * of a hash. Types, enum words, numbers, times and the names in {@link #NAMES} come from the
 * program and from the runbook, which holds no secrets, and are left alone.
 */
public final class Redaction {
  private static final Set<String> NAMES =
      Set.of(
          "run",
          "step",
          "id",
          "digest",
          "file",
          "sha256",
          "action",
          "connection",
          "channel",
          "check",
          "scenario",
          "version");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Redactor redactor;
  private final Shape shape;

  /** For values of this shape; what the redactor knows is masked as it stands at each call. */
  public Redaction(Redactor redactor, Shape shape) {
    this.redactor = redactor;
    this.shape = shape;
  }

  /** The encoded value without secrets. */
  public JsonNode apply(JsonNode value) {
    return redact(shape, value);
  }

  private JsonNode redact(Shape form, JsonNode tree) {
    return switch (form) {
      case Shape.Text _, Shape.AsWritten _, Shape.Tree _ -> deep(tree);
      case Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Planned _,
          Shape.Choice _ ->
          tree;
      case Shape.Maybe(var inner) -> redact(inner, tree);
      case Shape.Aside(var inner) -> redact(inner, tree);
      case Shape.At(var inner) -> redact(inner, tree);
      case Shape.ListOf(var element) -> {
        var list = JSON.arrayNode();
        tree.forEach(e -> list.add(redact(element, e)));
        yield list;
      }
      case Shape.MapOf(var element) -> {
        var map = JSON.objectNode();
        tree.properties().forEach(e -> map.set(e.getKey(), redact(element, e.getValue())));
        yield map;
      }
      case Shape.RecordOf r -> components(r, tree);
      case Shape.OneOf(_, _, var variants) -> {
        var variant = variants.get(tree.path("type").asText());
        if (variant == null) {
          throw new IllegalStateException("an encoded value names its type");
        }
        yield components(variant, tree);
      }
    };
  }

  private ObjectNode components(Shape.RecordOf form, JsonNode tree) {
    ObjectNode result = tree.deepCopy();
    for (var component : form.components()) {
      var part = tree.get(component.key());
      var named = component.shape() instanceof Shape.Text && NAMES.contains(component.key());
      if (part != null && !named) {
        result.set(component.key(), redact(component.shape(), part));
      }
    }
    return result;
  }

  private JsonNode deep(JsonNode tree) {
    if (tree.isTextual()) {
      return JSON.textNode(redactor.redact(tree.textValue()));
    } else if (tree.isArray()) {
      var list = JSON.arrayNode();
      tree.forEach(e -> list.add(deep(e)));
      return list;
    } else if (tree.isObject()) {
      var map = JSON.objectNode();
      tree.properties()
          .forEach(e -> map.set(free(map, redactor.redact(e.getKey())), deep(e.getValue())));
      return map;
    }
    return tree;
  }

  /** Two keys that are the same once masked both stay. */
  private static String free(ObjectNode map, String key) {
    var candidate = key;
    for (var n = 2; map.has(candidate); n++) {
      candidate = key + "#" + n;
    }
    return candidate;
  }
}
