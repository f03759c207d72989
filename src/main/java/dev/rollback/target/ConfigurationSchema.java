package dev.rollback.target;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.JsonSchemas;
import java.util.Optional;

/**
 * The JSON Schema of rollback.yaml: a target's own keys, and for each system the settings of its
 * one connection, or of several by name.
 */
public final class ConfigurationSchema {

  private final Catalog catalog;

  private ConfigurationSchema(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The schema of configurations that connect to these systems. */
  public static ObjectNode of(Catalog catalog) {
    return new ConfigurationSchema(catalog).schema();
  }

  private ObjectNode schema() {
    var definitions = new JsonSchemas.Definitions();
    var root = JsonSchemas.document();
    root.setAll(JsonSchemas.part(Configuration.File.class, false, new Targets(), definitions));
    root.put("title", "The configuration of rollback");
    var target = part(Configuration.Head.class, definitions);
    var properties = target.withObjectProperty("properties");
    for (var adapter : catalog.adapters()) {
      definitions.add(adapter.system(), part(adapter.settings(), definitions));
      properties.set(adapter.system(), connections(adapter));
    }
    definitions.add("target", target);
    definitions.putInto(root);
    return root;
  }

  private static ObjectNode part(
      Class<? extends Record> type, JsonSchemas.Definitions definitions) {
    return JsonSchemas.part(type, false, JsonSchemas.Refinement.NONE, definitions);
  }

  private static ObjectNode connections(Adapter<?, ?, ?> adapter) {
    var one = JsonSchemas.Definitions.reference(adapter.system());
    var several = JsonNodeFactory.instance.objectNode().put("type", "object");
    several.set("additionalProperties", one);
    several.put("minProperties", 1);
    var either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(one).add(several);
    return either;
  }

  /** The targets are trees to the binder. */
  private static final class Targets implements JsonSchemas.Refinement {
    @Override
    public Optional<ObjectNode> component(Shape.RecordOf owner, Shape.Component component) {
      if (!component.key().equals("targets")) {
        return Optional.empty();
      }
      var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
      schema.set("additionalProperties", JsonSchemas.Definitions.reference("target"));
      return Optional.of(schema);
    }
  }
}
