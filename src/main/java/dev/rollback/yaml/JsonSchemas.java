package dev.rollback.yaml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.shape.Names;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * JSON Schemas (draft 2020-12) for editors, from the shapes that files are bound by. What the
 * binder takes, the schema takes; what the schema takes may still break a record's own rules.
 * Records stand under {@code $defs} by their name in lower case with hyphens.
 */
public final class JsonSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Tells more of a component than its type does. */
  @FunctionalInterface
  public interface Refinement {
    /** No refinement: components are what their types are. */
    Refinement NONE = (_, _) -> Optional.empty();

    /**
     * The schema to stand for a component, or nothing to leave it as it is.
     *
     * @param owner the record that the component is of
     */
    Optional<ObjectNode> component(Shape.RecordOf owner, Shape.Component component);

    /**
     * Changes a record's finished schema, for what no single component can tell: {@code if … then}.
     */
    default void record(Shape.RecordOf shape, ObjectNode schema) {}
  }

  private final boolean parameters;
  private final Refinement refinement;
  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final ObjectNode definitions = JSON.objectNode();

  private JsonSchemas(boolean parameters, Refinement refinement) {
    this.parameters = parameters;
    this.refinement = refinement;
  }

  /** The schema of a file whose values may be {@code ${…}}. */
  public static ObjectNode of(Class<? extends Record> type) {
    return of(type, true, Refinement.NONE);
  }

  /**
   * The schema of a file.
   *
   * @param parameters whether a value may be written as {@code ${…}}
   */
  public static ObjectNode of(
      Class<? extends Record> type, boolean parameters, Refinement refinement) {
    var schemas = new JsonSchemas(parameters, refinement);
    var root = JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.setAll(schemas.record(Shapes.ofRecord(type), Optional.empty()));
    if (!schemas.definitions.isEmpty()) {
      root.set("$defs", schemas.definitions);
    }
    return root;
  }

  private ObjectNode schema(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> type("string");
      case Shape.Whole(var wide) -> orParameter(whole(wide), true);
      case Shape.Decimal _ -> orParameter(type("number"), true);
      case Shape.Flag _ -> orParameter(type("boolean"), true);
      case Shape.Period _ ->
          orParameter(
              type("string").put("pattern", "^[-+]?[Pp]([-+]?[0-9.]|[Tt][-+]?[0-9.])"), false);
      case Shape.Moment _ -> orParameter(type("string").put("format", "date-time"), false);
      case Shape.Day _ -> orParameter(type("string").put("format", "date"), false);
      case Shape.Choice choice -> orParameter(words(choice), false);
      case Shape.Maybe(var inner) -> schema(inner);
      case Shape.At(var inner) -> schema(inner);
      case Shape.Aside(var inner) -> schema(inner);
      case Shape.ListOf(var element) -> with(type("array"), "items", schema(element));
      case Shape.MapOf(var value) -> with(type("object"), "additionalProperties", schema(value));
      case Shape.RecordOf r -> reference(r.type(), () -> record(r, Optional.empty()));
      case Shape.OneOf o -> reference(o.type(), () -> oneOf(o));
      case Shape.Tree _, Shape.AsWritten _, Shape.Planned _ -> JSON.objectNode();
    };
  }

  private static ObjectNode type(String name) {
    return JSON.objectNode().put("type", name);
  }

  private static ObjectNode with(ObjectNode schema, String key, ObjectNode value) {
    schema.set(key, value);
    return schema;
  }

  private static ObjectNode whole(boolean wide) {
    var integer = type("integer");
    return wide
        ? integer
        : integer.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
  }

  private static ObjectNode words(Shape.Choice choice) {
    var schema = JSON.objectNode();
    var words = schema.putArray("enum");
    choice.words().forEach(words::add);
    return schema;
  }

  private ObjectNode orParameter(ObjectNode schema, boolean alone) {
    if (!parameters) {
      return schema;
    }
    var reference = "\\$\\{[^{}]+\\}";
    var any = JSON.objectNode();
    any.putArray("anyOf")
        .add(schema)
        .add(type("string").put("pattern", alone ? "^" + reference + "$" : reference));
    return any;
  }

  private ObjectNode reference(Class<?> type, Supplier<ObjectNode> schema) {
    var name = names.get(type);
    if (name == null) {
      name = free(type);
      names.put(type, name);
      definitions.putObject(name).setAll(schema.get());
    }
    return JSON.objectNode().put("$ref", "#/$defs/" + name);
  }

  private String free(Class<?> type) {
    var name = Names.key(type.getSimpleName());
    if (!names.containsValue(name)) {
      return name;
    }
    var enclosing = type.getEnclosingClass();
    var longer = (enclosing == null ? type.getPackageName() : Names.key(enclosing.getSimpleName()));
    return longer + "." + name;
  }

  /** {@code must}: a key that tells a variant has to be there. */
  private ObjectNode record(Shape.RecordOf shape, Optional<String> must) {
    var schema = type("object");
    if (!shape.doc().isEmpty()) {
      schema.put("description", shape.doc());
    }
    var properties = schema.putObject("properties");
    var required = JSON.arrayNode();
    for (var component : shape.components()) {
      if (!(component.shape() instanceof Shape.Planned)) {
        properties.set(component.key(), property(shape, component));
        if (component.required() || must.filter(component.key()::equals).isPresent()) {
          required.add(component.key());
        }
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!shape.alternatives().isEmpty()) {
      var oneOf = schema.putArray("oneOf");
      shape.alternatives().forEach(c -> oneOf.addObject().putArray("required").add(c.key()));
    }
    schema.put("additionalProperties", false);
    refinement.record(shape, schema);
    return schema;
  }

  private ObjectNode property(Shape.RecordOf owner, Shape.Component component) {
    var schema = JSON.objectNode();
    if (!component.doc().isEmpty()) {
      schema.put("description", component.doc());
    }
    component.defaultText().ifPresent(text -> standard(component.shape(), text, schema));
    schema.setAll(
        refinement.component(owner, component).orElseGet(() -> schema(component.shape())));
    return schema;
  }

  private static void standard(Shape shape, String text, ObjectNode into) {
    switch (shape) {
      case Shape.Whole _ -> into.put("default", Long.parseLong(text));
      case Shape.Decimal _ -> into.put("default", Double.parseDouble(text));
      case Shape.Flag _ -> into.put("default", Boolean.parseBoolean(text));
      case Shape.At(var inner) -> standard(inner, text, into);
      case Shape.Aside(var inner) -> standard(inner, text, into);
      case Shape other -> into.put("default", text);
    }
  }

  private ObjectNode oneOf(Shape.OneOf shape) {
    var schema = JSON.objectNode();
    if (!shape.doc().isEmpty()) {
      schema.put("description", shape.doc());
    }
    var variants = schema.putArray("oneOf");
    for (var variant : shape.variants().values()) {
      if (!variant.components().isEmpty()) {
        variants.add(record(variant, Optional.of(Wording.firstKey(variant))));
      }
    }
    return schema;
  }

  /** Where a record's schema stands, for a refinement that refers to it. */
  public static ObjectNode reference(Class<?> type) {
    return JSON.objectNode().put("$ref", "#/$defs/" + Names.key(type.getSimpleName()));
  }
}
