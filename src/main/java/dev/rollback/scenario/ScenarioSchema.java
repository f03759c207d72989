package dev.rollback.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.JsonSchemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of runbooks, from the types that they are bound to: the inputs under {@code
 * with:} are those of the action or check that is named.
 */
public final class ScenarioSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<? extends StepType<?, ?>> types;

  private ScenarioSchema(Catalog catalog) {
    this.types = catalog.entries().stream().map(Catalog.Entry::type).toList();
  }

  /** The schema of runbooks that use these actions and checks. */
  public static ObjectNode of(Catalog catalog) {
    return new ScenarioSchema(catalog).schema();
  }

  private ObjectNode schema() {
    var definitions = new JsonSchemas.Definitions();
    var root = JsonSchemas.document();
    root.setAll(JsonSchemas.part(Scenario.class, false, new WithInputs(), definitions));
    root.put("title", "A runbook of rollback");
    for (var type : types) {
      definitions.add(
          key(type),
          JsonSchemas.part(type.inputs(), true, JsonSchemas.Refinement.NONE, definitions));
    }
    definitions.putInto(root);
    return root;
  }

  private static String key(StepType<?, ?> type) {
    return "with." + type.name();
  }

  /** The form of the step in which a type is named. */
  private static Class<? extends StepForm> form(StepType<?, ?> type) {
    return switch (type) {
      case StepType.CheckType<?, ?, ?, ?> _ -> StepForm.CheckStep.class;
      case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ ->
          StepForm.ActionStep.class;
      case StepType.CaptureType<?, ?, ?> _ -> StepForm.CollectStep.class;
    };
  }

  /** The keys under which a step names what it is. */
  private static final Map<Class<? extends StepForm>, String> KEYS =
      Map.of(
          StepForm.CheckStep.class,
          "check",
          StepForm.ActionStep.class,
          "action",
          StepForm.CollectStep.class,
          "collect");

  /** Says what `with:` is for each action and each check. */
  private final class WithInputs implements JsonSchemas.Refinement {
    @Override
    public Optional<ObjectNode> component(Shape.RecordOf owner, Shape.Component component) {
      return component.key().equals(KEYS.get(owner.type()))
          ? Optional.of(names(owner.type()))
          : Optional.empty();
    }

    private ObjectNode names(Class<?> form) {
      var names = JSON.arrayNode();
      types.stream().filter(t -> form(t) == form).forEach(t -> names.add(t.name()));
      var schema = JSON.objectNode().put("type", "string");
      schema.set("enum", names);
      return schema;
    }

    @Override
    public void record(Shape.RecordOf shape, ObjectNode schema) {
      var key = KEYS.get(shape.type());
      if (key != null) {
        schema.set("allOf", inputs(key, shape.type()));
      }
    }

    private com.fasterxml.jackson.databind.node.ArrayNode inputs(String key, Class<?> form) {
      var rules = JSON.arrayNode();
      for (var type : types) {
        if (form(type) == form) {
          var rule = rules.addObject();
          rule.putObject("if").putObject("properties").putObject(key).put("const", type.name());
          rule.putObject("then")
              .putObject("properties")
              .set("with", JsonSchemas.Definitions.reference(key(type)));
        }
      }
      return rules;
    }
  }
}
