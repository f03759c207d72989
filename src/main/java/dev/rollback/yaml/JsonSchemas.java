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
import java.util.stream.Stream;

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

  /**
   * What several schemas of one document refer to: two records of the same name have two names
   * here, whichever schemas they are in.
   */
  public static final class Definitions {
    /** A record has another schema where its values may be {@code ${…}}. */
    private record Entry(Class<?> type, boolean parameters) {}

    private final Map<Entry, String> names = new LinkedHashMap<>();
    private final ObjectNode schemas = JSON.objectNode();

    /**
     * Keeps a schema under a name of its own.
     *
     * @return what refers to it
     * @throws IllegalStateException when something else has the name: a mistake in the program
     */
    public ObjectNode add(String name, ObjectNode schema) {
      if (schemas.has(name)) {
        throw new IllegalStateException("two definitions of a JSON Schema are named " + name);
      }
      schemas.set(name, schema);
      return reference(name);
    }

    /** What refers to the definition of this name. */
    public static ObjectNode reference(String name) {
      return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    /** All of them, in the order in which they came, under the document's {@code $defs}. */
    public void putInto(ObjectNode root) {
      if (!schemas.isEmpty()) {
        root.set("$defs", schemas);
      }
    }

    private ObjectNode reference(Class<?> type, boolean parameters, Supplier<ObjectNode> schema) {
      var entry = new Entry(type, parameters);
      var name = names.get(entry);
      if (name == null) {
        name = free(type);
        names.put(entry, name);
        // The place is taken first: a record may contain itself.
        schemas.putObject(name).setAll(schema.get());
      }
      return reference(name);
    }

    private String free(Class<?> type) {
      var name = Names.key(type.getSimpleName());
      var enclosing = type.getEnclosingClass();
      var room = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
      var longer = (enclosing == null ? room : Names.key(enclosing.getSimpleName())) + "." + name;
      return Stream.concat(
              Stream.of(name, longer), Stream.iterate(2, n -> n + 1).map(n -> longer + "-" + n))
          .filter(candidate -> !schemas.has(candidate))
          .findFirst()
          .orElseThrow();
    }
  }

  private final boolean parameters;
  private final Refinement refinement;
  private final Definitions definitions;

  private JsonSchemas(boolean parameters, Refinement refinement, Definitions definitions) {
    this.parameters = parameters;
    this.refinement = refinement;
    this.definitions = definitions;
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
    var definitions = new Definitions();
    var root = document();
    root.setAll(part(type, parameters, refinement, definitions));
    definitions.putInto(root);
    return root;
  }

  /** A document that is a JSON Schema, and says nothing yet. */
  public static ObjectNode document() {
    return JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
  }

  /**
   * The schema of a part of a document that has several.
   *
   * @param definitions take what it refers to
   */
  public static ObjectNode part(
      Class<? extends Record> type,
      boolean parameters,
      Refinement refinement,
      Definitions definitions) {
    return new JsonSchemas(parameters, refinement, definitions)
        .record(Shapes.ofRecord(type), Optional.empty());
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
      case Shape.ListOf(var element) -> list(element);
      case Shape.MapOf(var value) -> with(type("object"), "additionalProperties", schema(value));
      case Shape.RecordOf r -> reference(r.type(), () -> record(r, Optional.empty()));
      case Shape.OneOf o -> reference(o.type(), () -> oneOf(o));
      case Shape.Tree _, Shape.AsWritten _, Shape.Planned _ -> JSON.objectNode();
    };
  }

  private ObjectNode list(Shape element) {
    var list = with(type("array"), "items", schema(element));
    return element instanceof Shape.Text ? orParameter(list, true) : list;
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
    return definitions.reference(type, parameters, schema);
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
