package dev.rollback.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.report.DiagnosticText;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  enum Role {
    MASTER,
    REPLICA_SET
  }

  record Pod(String name, int restartCount, Optional<String> reason) {}

  record Reading(
      int status,
      double value,
      boolean open,
      Duration took,
      Instant at,
      LocalDate day,
      Role role,
      Optional<String> body,
      Optional<Integer> count,
      Optional<Pod> last,
      List<Pod> pods,
      Map<String, String> headers,
      JsonNode tree,
      long samplesCount,
      String namespace) {}

  private static final Variables VARIABLES = Variables.of(Shapes.ofRecord(Reading.class));

  private static final Reading READING =
      new Reading(
          200,
          0.5,
          true,
          Duration.ofSeconds(3),
          Instant.parse("2026-01-01T00:00:00Z"),
          LocalDate.of(2026, 1, 31),
          Role.REPLICA_SET,
          Optional.empty(),
          Optional.of(7),
          Optional.empty(),
          List.of(new Pod("a", 1, Optional.of("OOM")), new Pod("b", 3, Optional.empty())),
          Map.of("server", "nginx"),
          JsonNodeFactory.instance.objectNode().put("x", 1).put("y", 2.5),
          12,
          "grid");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status == 200 || status == 503",
        "status in [200, 204]",
        "value < 5",
        "value <= 0.5 && 1 > value",
        "value != 5 && value == 0.5 && status == 200.0 && 2 * value == 1",
        "value * 100 == 50 && status / 2.0 == 100 && value + 1 == 1.5 && 1 - value == 0.5",
        "open",
        "!open || took < duration('5s')",
        "at < timestamp('2026-01-02T00:00:00Z')",
        "day == '2026-01-31' && day < '2026-02-01'",
        "role == 'replica-set'",
        "body == null || body.contains('x')",
        "count != null && count < 7.5",
        "last == null",
        "pods.all(p, p.restart_count < 4) && pods.exists(p, p.reason == null)",
        "pods[0].reason == 'OOM' && size(pods) == 2",
        "headers['server'] == 'nginx' && headers.server.startsWith('ng') && !('x' in headers)",
        "has(tree.x) && !has(tree.z) && tree.x == 1.0 && tree.y > 2",
        "samples_count >= 10",
        "namespace == 'grid'",
        "'abc'.matches('^a.c$')",
        "took.getSeconds() == 3",
      })
  void holds(String expression) {
    var condition = Condition.compile(expression, VARIABLES).orThrow();
    assertThat(condition.evaluate(READING)).isEqualTo(new Verdict.Decided(true));
  }

  @Test
  void doesNotHold() {
    var condition = Condition.compile("status == 503", VARIABLES).orThrow();
    assertThat(condition.evaluate(READING)).isEqualTo(new Verdict.Decided(false));
    assertThat(condition.explain(READING)).isEqualTo("status = 200");
  }

  static Stream<Arguments> wrong() {
    var names =
        "There are: status, value, open, took, at, day, role, body, count, last, pods, headers,"
            + " tree, samples_count, namespace.";
    return Stream.of(
        Arguments.of(
            "statsu == 200", "1-7 there is no variable 'statsu' | Did you mean 'status'? " + names),
        Arguments.of(
            "role == MASTER",
            "9-15 there is no variable 'MASTER' | "
                + names
                + " A text stands in quotes: 'MASTER'."),
        Arguments.of(
            "samples-count > 3",
            "1-14 'samples-count' is read as a subtraction here | Write samples_count; a hyphen in"
                + " a name is an underscore in a condition."),
        Arguments.of("status = 200", "8-9 a single '=' compares nothing | Write == to compare."),
        Arguments.of(
            "status === 200", "10-11 a single '=' compares nothing | Write == to compare."),
        Arguments.of(
            "open and value < 1",
            "6-9 'and' does not belong here | Write && for and, || for or, ! for not."),
        Arguments.of(
            "not open",
            "5-9 'open' does not belong here | Write && for and, || for or, ! for not."),
        Arguments.of(
            "status ==",
            "10-10 the condition ends too early | Write its other half, or close its brackets."),
        Arguments.of("(open", "6-6 ')' is missing here | Write the ')'."),
        Arguments.of(
            "role == 'master", "9-10 the quote that opens here is never closed | Close the quote."),
        Arguments.of(
            "${limit} < 5",
            "1-3 parameters are not filled in here | Write the name alone, without ${ and }."),
        Arguments.of(
            "status",
            "1-7 a condition must be true or false, but this is a whole number | Compare it with"
                + " something: … == …."),
        Arguments.of(
            "value < 'x'",
            "7-8 '<' does not take a number and text | Write a number without quotes and a text"
                + " with them, or convert with int(…), double(…) or string(…)."),
        Arguments.of(
            "status == '200'",
            "8-10 '==' does not take a whole number and text | Write a number without quotes and a"
                + " text with them, or convert with int(…), double(…) or string(…)."),
        Arguments.of(
            "took > 5",
            "6-7 '>' does not take a duration and a whole number | A duration is written"
                + " duration('30s')."),
        Arguments.of(
            "!status",
            "1-2 '!' does not take a whole number | Compare the values first, or convert them with"
                + " int(…), double(…) or string(…)."),
        Arguments.of(
            "pods[0].restarts == 1",
            "9-17 there is no field 'restarts' | There are: name, restart_count, reason."),
        Arguments.of(
            "pods.all(p, p.restart_cuont == 1)",
            "15-28 there is no field 'restart_cuont' | Did you mean 'restart_count'?"),
        Arguments.of(
            "sise(pods) == 1",
            "1-5 there is no function 'sise' | Did you mean 'size'? There are: size, contains,"
                + " startsWith, endsWith, matches, has, all, exists, filter, map, int, double,"
                + " string, duration, timestamp."),
        Arguments.of(
            "status == 99999999999999999999",
            "11-31 this number is out of range | Write a smaller number."),
        Arguments.of("  ", "1-3 the condition is empty | Write one: status == 200."));
  }

  @ParameterizedTest(name = "''{0}''")
  @MethodSource("wrong")
  void saysWhatIsWrongAndWhere(String expression, String expected) {
    assertThat(Condition.compile(expression, VARIABLES).diagnostics())
        .extracting(ConditionTest::told)
        .containsExactly(expected);
  }

  @Test
  void allProblemsOfTheTypesAreTold() {
    assertThat(Condition.compile("statsu == 200 && valeu < 1", VARIABLES).diagnostics()).hasSize(2);
  }

  record Step(Located<String> when) {}

  @Test
  void theProblemStandsAtItsPlaceInTheFile() {
    var text = "when: >-\n  status == 200 &&\n  vlaue < 1\n";
    var node = YamlReader.parse(new SourceFile("r.yaml", text)).orThrow();
    var step = Binder.bind(node, Step.class, BindContext.plain()).orThrow();
    assertThat(
            new DiagnosticText(false)
                .render(Condition.compile(step.when(), VARIABLES).diagnostics()))
        .isEqualTo(
            """
            error: there is no variable 'vlaue'
             --> r.yaml:3:3
              |
            3 |   vlaue < 1
              |   ^^^^^
            help: Did you mean 'value'? There are: status, value, open, took, at, day, role, body, count, last, pods, headers, tree, samples_count, namespace.

            1 error
            """);
  }

  static Stream<Arguments> undecided() {
    return Stream.of(
        Arguments.of(
            "body.contains('x')",
            "14-15 'body.contains('x')' could not be told: a value is null, or of another type than"
                + " what is done with it, with body = null"),
        Arguments.of(
            "headers['x'] == 'b'",
            "8-9 'headers['x'] == 'b'' could not be told: a key is not there: x, with headers ="
                + " {server=nginx}"),
        Arguments.of(
            "tree.z == 1",
            "5-6 'tree.z == 1' could not be told: a key is not there: key 'z' is not present in"
                + " map., with tree = {x=1, y=2.5}"),
        Arguments.of(
            "status / (status - 200) == 1",
            "8-9 'status / (status - 200) == 1' could not be told: it divides by zero, with status"
                + " = 200"),
        Arguments.of(
            "took > duration('PT5S')",
            "16-17 'took > duration('PT5S')' could not be told: invalid duration format, with took"
                + " = PT3S"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undecided")
  void whatCannotBeToldIsNoPass(String expression, String expected) {
    var verdict = Condition.compile(expression, VARIABLES).orThrow().evaluate(READING);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Undecided.class, u -> assertThat(told(u.why())).startsWith(expected + " | "));
  }

  @Test
  void anExpressionCannotHang() {
    var list = "[" + "1,".repeat(99) + "1]";
    var bomb =
        list
            + ".all(a, "
            + list
            + ".all(b, "
            + list
            + ".all(c, "
            + list
            + ".all(d, a + b + c + d > 0))))";
    var condition = Condition.compile(bomb, VARIABLES).orThrow();
    var verdict =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> condition.evaluate(READING));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            u -> assertThat(u.why().message()).contains("its loops take too many steps"));
    assertThat(Condition.compile("true" + " || true".repeat(1000), VARIABLES).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("the condition is longer than 4000 characters");
    assertThat(
            Condition.compile("(".repeat(1900) + "true" + ")".repeat(1900), VARIABLES)
                .diagnostics())
        .hasSize(1);
  }

  @Test
  void variablesByNameAndWithDots() {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("max-rate", new Shape.Decimal());
    shapes.put("steps.find-it.rev", new Shape.Text());
    shapes.put("note", new Shape.Maybe(new Shape.Text()));
    var condition =
        Condition.compile(
                "max_rate < 1 && steps.find_it.rev == 'abc' && note == null", new Variables(shapes))
            .orThrow();
    assertThat(condition.evaluate(Map.of("max-rate", 0.5, "steps.find-it.rev", "abc")))
        .isEqualTo(new Verdict.Decided(true));
    assertThatThrownBy(() -> condition.evaluate(Map.of("max-rate", 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps.find-it.rev");
  }

  private static String told(Diagnostic problem) {
    return problem.at().map(a -> a.column() + "-" + a.endColumn() + " ").orElse("")
        + problem.message()
        + " | "
        + problem.advice().orElse("");
  }
}
