package dev.rollback.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * JSON Schemas (draft 2020-12) of what {@link Codec} writes, for programs that read it. Keys may be
 * added in later versions, so that other keys are allowed. Records stand under {@code $defs} by
 * their name in lower case with hyphens.
 */
public final class CodecSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final ObjectNode definitions = JSON.objectNode();

  private CodecSchema() {}

  /** The schema of a document. */
  public static ObjectNode of(Class<? extends Record> type) {
    var schemas = new CodecSchema();
    var root = JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.setAll(schemas.record(Shapes.ofRecord(type), Optional.empty()));
    root.set("$defs", schemas.definitions);
    return root;
  }

  /**
   * The schema of an object that has fixed words under some keys, and the keys of all these records
   * at one level.
   *
   * @param fixed the words by their keys
   * @param parts the last one tells what the object is
   * @throws IllegalArgumentException when two of them have the same key
   */
  public static ObjectNode of(Map<String, String> fixed, List<Shape.RecordOf> parts) {
    var schemas = new CodecSchema();
    var root = JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("type", "object").put("description", parts.getLast().doc());
    var properties = root.putObject("properties");
    var required = root.putArray("required");
    fixed.forEach(
        (key, word) -> {
          properties.putObject(key).put("const", word);
          required.add(key);
        });
    for (var part : parts) {
      var schema = schemas.record(part, Optional.empty());
      schema.path("properties").properties().forEach(p -> add(properties, p));
      required.addAll((ArrayNode) schema.path("required"));
    }
    root.set("$defs", schemas.definitions);
    return root;
  }

  private static void add(ObjectNode properties, Map.Entry<String, JsonNode> property) {
    if (properties.putIfAbsent(property.getKey(), property.getValue()) != null) {
      throw new IllegalArgumentException("two parts have the key '" + property.getKey() + "'");
    }
  }

  private ObjectNode schema(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> type("string");
      case Shape.Whole _ -> type("integer");
      case Shape.Decimal _ -> decimal();
      case Shape.Flag _ -> type("boolean");
      case Shape.Period _ -> type("string").put("format", "duration");
      case Shape.Moment _, Shape.Planned _ -> type("string").put("format", "date-time");
      case Shape.Day _ -> type("string").put("format", "date");
      case Shape.Choice choice -> words(choice);
      case Shape.Maybe(var inner) -> schema(inner);
      case Shape.At(var inner) -> schema(inner);
      case Shape.Aside(var inner) -> schema(inner);
      case Shape.ListOf(var element) -> with(type("array"), "items", schema(element));
      case Shape.MapOf(var value) -> with(type("object"), "additionalProperties", schema(value));
      case Shape.RecordOf r -> reference(r.type(), () -> record(r, Optional.empty()));
      case Shape.OneOf o -> reference(o.type(), () -> oneOf(o));
      case Shape.Tree _, Shape.AsWritten _ -> JSON.objectNode();
    };
  }

  private static ObjectNode type(String name) {
    return JSON.objectNode().put("type", name);
  }

  /** What is no number is written as a text. */
  private static ObjectNode decimal() {
    var schema = JSON.objectNode();
    var texts = JSON.objectNode();
    texts.putArray("enum").add("NaN").add("Infinity").add("-Infinity");
    schema.putArray("anyOf").add(type("number")).add(texts);
    return schema;
  }

  private static ObjectNode with(ObjectNode schema, String key, ObjectNode value) {
    schema.set(key, value);
    return schema;
  }

  private static ObjectNode words(Shape.Choice choice) {
    var schema = JSON.objectNode();
    var words = schema.putArray("enum");
    choice.words().forEach(words::add);
    return schema;
  }

  private ObjectNode reference(Class<?> type, Supplier<ObjectNode> schema) {
    var name = names.get(type);
    if (name == null) {
      name = free(type);
      names.put(type, name);
      var place = definitions.putObject(name);
      place.setAll(schema.get());
    }
    return JSON.objectNode().put("$ref", "#/$defs/" + name);
  }

  private String free(Class<?> type) {
    var name = Names.key(type.getSimpleName());
    var enclosing = type.getEnclosingClass();
    return names.containsValue(name) && enclosing != null
        ? Names.key(enclosing.getSimpleName()) + "." + name
        : name;
  }

  private ObjectNode record(Shape.RecordOf shape, Optional<String> tag) {
    var schema = type("object");
    if (!shape.doc().isEmpty()) {
      schema.put("description", shape.doc());
    }
    var properties = schema.putObject("properties");
    var required = JSON.arrayNode();
    tag.ifPresent(
        word -> {
          properties.putObject(Codec.TYPE).put("const", word);
          required.add(Codec.TYPE);
        });
    for (var component : shape.components()) {
      properties.set(component.key(), property(component));
      // Only what may be missing is left out: a default is for documents of earlier versions.
      if (!(component.shape() instanceof Shape.Maybe)) {
        required.add(component.key());
      }
    }
    schema.set("required", required);
    return schema;
  }

  private ObjectNode property(Shape.Component component) {
    var schema = JSON.objectNode();
    if (!component.doc().isEmpty()) {
      schema.put("description", component.doc());
    }
    schema.setAll(schema(component.shape()));
    return schema;
  }

  private ObjectNode oneOf(Shape.OneOf shape) {
    var schema = JSON.objectNode();
    if (!shape.doc().isEmpty()) {
      schema.put("description", shape.doc());
    }
    var variants = schema.putArray("oneOf");
    shape.variants().forEach((tag, variant) -> variants.add(record(variant, Optional.of(tag))));
    return schema;
  }
}
