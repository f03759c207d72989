package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.report.EventJson;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the golden command lines print as JSON is as the published schemas say. */
class OutputSchemasTest {
  private static final Pattern SHOWN =
      Pattern.compile("(?m)^\\$ rollback (.*json.*)\\n(\\{(?s:.*?)^\\})$");
  private static final Map<String, Kind> FORMS =
      Map.of(
          "scenario", Kind.REPORT,
          "plan", Kind.PLAN,
          "doctor", Kind.PREFLIGHT,
          "status", Kind.RUN,
          "report", Kind.REPORT);

  /** A document and what it is. */
  private record Shown(Path where, Kind form, String text) {}

  @Test
  void everyDocumentIsAsItsSchemaSays() throws IOException {
    var seen = EnumSet.noneOf(Kind.class);
    try (var cases = Files.walk(Path.of("src/test/resources/cli"))) {
      var outputs = cases.filter(f -> f.endsWith("stdout")).toList();
      for (var shown : outputs.stream().flatMap(OutputSchemasTest::shown).toList()) {
        assertThat(problems(shown)).as(shown.where() + ": " + shown.form()).isEmpty();
        seen.add(shown.form());
      }
    }
    assertThat(seen).contains(Kind.PLAN, Kind.PREFLIGHT, Kind.RUN, Kind.REPORT);
  }

  @Test
  void whatIsNoPlanIsFound() {
    var shown = new Shown(Path.of(""), Kind.PLAN, "{\"digest\": 7, \"summary\": \"none\"}");
    assertThat(problems(shown)).isNotEmpty();
  }

  /**
   * An event as a line of `--output jsonl`, whatever check of a command line has to be waited for.
   */
  @Test
  void theReadingsOfACheckAreAsTheSchemaOfEventsSays() {
    var line = (ObjectNode) Kind.EVENT.head().setAll((ObjectNode) checkRead());
    assertThat(problems(new Shown(Path.of(""), Kind.EVENT, line.toString()))).isEmpty();
    var samples = (ObjectNode) line.at("/event/samples");
    assertThat(samples.path("kept")).hasSize(2);
    for (var wrong : List.of("ranges", "kept", "passed")) {
      var other = line.deepCopy();
      ((ObjectNode) other.at("/event/samples")).put(wrong, 7);
      assertThat(problems(new Shown(Path.of(""), Kind.EVENT, other.toString())))
          .as(wrong)
          .isNotEmpty();
    }
  }

  private static JsonNode checkRead() {
    var at = Instant.parse("2026-02-13T03:12:07Z");
    var values = JsonNodeFactory.instance.objectNode().put("value", 0.5);
    var samples =
        new CheckSamples(
            Optional.of(at),
            Optional.of(at),
            Map.of("value", new CheckSamples.Range(values.path("value"), values.path("value"))),
            List.of(
                new CheckSamples.Sample(at.minusSeconds(1), Verdict.FAIL, values),
                new CheckSamples.Sample(at, Verdict.PASS, values)));
    var result = new CheckResult("c", "", "prometheus.query", "", Verdict.PASS, values, "", at, 2);
    return Codec.of(EventJson.Form.class, EventJson.shape())
        .encode(
            new EventJson.Form(
                "r-1",
                7,
                at,
                Optional.empty(),
                new RunEvent.CheckRead("c", result, Optional.of(samples))));
  }

  private static Stream<Shown> shown(Path output) {
    try {
      return SHOWN
          .matcher(Files.readString(output))
          .results()
          .flatMap(
              m ->
                  form(m.group(1)).stream()
                      .map(form -> new Shown(output, form, numbers(m.group(2)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number that differs from run to run stands in a golden output as N. */
  private static String numbers(String text) {
    return text.replaceAll(" : N\\b", " : 7");
  }

  private static Optional<Kind> form(String command) {
    return command.contains("--dry-run")
        ? Optional.of(Kind.PLAN)
        : Stream.of(command.split(" "))
            .flatMap(word -> Optional.ofNullable(FORMS.get(word)).stream())
            .findFirst();
  }

  private static List<String> problems(Shown shown) {
    var schema = shown.form().schema();
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.toString())
        .validate(shown.text(), InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
