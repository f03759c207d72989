package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.JsonSchemas;

/** The reference of actions and checks, for programs: each with the schema of its inputs. */
public final class CatalogSchema {
  private CatalogSchema() {}

  /** All of them. */
  public static JsonNode of(Catalog catalog) {
    var array = JsonNodeFactory.instance.arrayNode();
    catalog.entries().forEach(e -> array.add(of(e.type())));
    return array;
  }

  /** One of them. */
  public static ObjectNode of(StepType<?, ?> type) {
    var document =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", type.name())
            .put(
                "kind",
                switch (type) {
                  case StepType.ActionType<?, ?, ?, ?> _ -> "action";
                  case StepType.OneWayType<?, ?, ?> _ -> "one-way";
                  case StepType.CheckType<?, ?, ?, ?> _ -> "check";
                  case StepType.CaptureType<?, ?, ?> _ -> "capture";
                })
            .put("description", Shapes.ofRecord(type.inputs()).doc());
    document.set("inputs", JsonSchemas.of(type.inputs()));
    if (type instanceof StepType.CheckType<?, ?, ?, ?> check) {
      document.set("values", JsonSchemas.of(check.values()));
    }
    return document;
  }
}
