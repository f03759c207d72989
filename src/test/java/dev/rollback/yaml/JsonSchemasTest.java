package dev.rollback.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.BoundSamples.All;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the binder takes, the schema takes; and the mistakes that an editor can see, it sees. */
class JsonSchemasTest {
  private static final String GOOD =
      """
      deployment: "${name}-x"
      replicas: "${count}"
      size: 5000000000
      ratio: 0.05
      strict: false
      timeout: PT30S
      on-failure: point-of-no-return
      symptoms: [one, "2"]
      env: {B: "true"}
      retry: {attempts: 5, delay: "PT${count}S"}
      secret: {file: /run/x, trim: true}
      patch: {spec: {replicas: 2}}
      when: "status == 200"
      steps: [{a: "${later}"}]
      place: 7
      """;

  @Test
  void takesWhatTheBinderTakes() throws IOException {
    assertThat(errors(JsonSchemas.of(All.class), GOOD)).isEmpty();
    assertThat(errors(JsonSchemas.of(All.class), "deployment: x\n")).isEmpty();
    var context = BindContext.with(Map.of("name", "a", "count", 5L), new PlanTime(Instant.EPOCH));
    var all = Binder.bind(parsed(GOOD), All.class, context).orThrow();
    assertThat(all.retry()).contains(new BoundSamples.Retry(5, Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 5",
        "deployment: 5",
        "{deployment: x, deploymnt: y}",
        "{deployment: x, replicas: five}",
        "{deployment: x, replicas: \"5\"}",
        "{deployment: x, replicas: 3000000000}",
        "{deployment: x, strict: \"yes\"}",
        "{deployment: x, timeout: 30s}",
        "{deployment: x, on-failure: explode}",
        "{deployment: x, symptoms: one}",
        "{deployment: x, env: {A: true}}",
        "{deployment: x, secret: {env: A, file: B}}",
        "{deployment: x, secret: {}}",
        "{deployment: x, secret: A}",
        "{deployment: x, retry: {attemts: 1}}",
        "- deployment"
      })
  void refusesWhatTheBinderRefuses(String text) throws IOException {
    assertThat(errors(JsonSchemas.of(All.class), text)).isNotEmpty();
    assertThat(Binder.bind(parsed(text), All.class, BindContext.plain()))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void describesTheComponents() {
    var schema = JsonSchemas.of(All.class);
    assertThat(schema.at("/properties/deployment").toString())
        .isEqualTo("{\"description\":\"The workload.\",\"type\":\"string\"}");
    assertThat(schema.at("/properties/replicas/default").intValue()).isEqualTo(1);
    assertThat(schema.at("/properties/retry/$ref").textValue()).isEqualTo("#/$defs/retry");
    assertThat(schema.at("/$defs/retry/description").textValue()).isEqualTo("How often.");
    assertThat(schema.at("/required").toString()).isEqualTo("[\"deployment\"]");
    assertThat(schema.at("/properties/steps").toString()).isEqualTo("{}");
  }

  @Test
  void withoutParametersValuesAreWhatTheyAre() throws IOException {
    var schema = JsonSchemas.of(All.class, false, JsonSchemas.Refinement.NONE);
    assertThat(errors(schema, "{deployment: x, replicas: \"${count}\"}")).isNotEmpty();
    assertThat(errors(schema, "{deployment: x, replicas: 2}")).isEmpty();
  }

  @Test
  void aRefinementTellsMore() throws IOException {
    var refinement =
        new JsonSchemas.Refinement() {
          @Override
          public Optional<ObjectNode> component(Shape.RecordOf owner, Shape.Component component) {
            return component.key().equals("steps")
                ? Optional.of(JsonNodeFactory.instance.objectNode().put("type", "array"))
                : Optional.empty();
          }

          @Override
          public void record(Shape.RecordOf shape, ObjectNode schema) {
            if (shape.type() == All.class) {
              schema.put("minProperties", 2);
            }
          }
        };
    var schema = JsonSchemas.of(All.class, true, refinement);
    assertThat(errors(schema, "{deployment: x, steps: [1]}")).isEmpty();
    assertThat(errors(schema, "{deployment: x, steps: 1}")).isNotEmpty();
    assertThat(errors(schema, "{deployment: x}")).isNotEmpty();
  }

  private static YamlNode parsed(String text) {
    return YamlReader.parse(new SourceFile("t", text)).orThrow();
  }

  private static List<String> errors(ObjectNode schema, String yaml) throws IOException {
    var json = new ObjectMapper(new YAMLFactory()).readTree(yaml).toString();
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    return registry.getSchema(schema.toString()).validate(json, InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
