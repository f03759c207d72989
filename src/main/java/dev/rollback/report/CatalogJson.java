package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.scenario.CatalogSchema;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** The reference of actions and checks, for programs. */
public final class CatalogJson {
  private CatalogJson() {}

  /** One of them. */
  @Doc("An action or a check.")
  public record Entry(
      @Doc("Its name in a runbook.") String name,
      @Doc("action, one-way, check or capture.") String type,
      @Doc("What it does.") String description,
      @Doc("The JSON Schema of what stands under `with`.") JsonNode inputs,
      @Doc("The JSON Schema of the values that a check reads; missing for others.")
          Optional<JsonNode> values) {

    private static Entry of(StepType<?, ?> type) {
      var schema = CatalogSchema.of(type);
      return new Entry(
          schema.path("name").asText(),
          schema.path("kind").asText(),
          schema.path("description").asText(),
          schema.path("inputs"),
          Optional.ofNullable(schema.get("values")));
    }
  }

  /** The form of the JSON. */
  @Doc("Actions and checks.")
  public record Form(@Doc("The actions and checks, by name.") List<Entry> actions) {}

  /** All of them. */
  public static JsonNode of(Catalog catalog) {
    var entries = catalog.entries().stream().map(e -> Entry.of(e.type())).toList();
    return Codec.of(Form.class).encode(new Form(entries));
  }

  /** One of them. */
  public static JsonNode of(StepType<?, ?> type) {
    return Codec.of(Entry.class).encode(Entry.of(type));
  }
}
