package dev.rollback.yaml;

import static dev.rollback.yaml.BoundSamples.bound;
import static dev.rollback.yaml.BoundSamples.told;
import static dev.rollback.yaml.BoundSamples.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.BoundSamples.All;
import dev.rollback.yaml.BoundSamples.Mode;
import dev.rollback.yaml.BoundSamples.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands for the values of parameters. */
class BinderParametersTest {
  private static final PlanTime NOW = new PlanTime(Instant.parse("2026-11-21T00:00:00Z"));
  private static final Map<String, Object> PARAMETERS =
      Map.of(
          "name",
          "grid-api",
          "count",
          5L,
          "big",
          1L << 40,
          "share",
          0.5,
          "on",
          true,
          "wait",
          Duration.ofSeconds(90),
          "word",
          "stop",
          "steps.one.rev",
          "abc");
  private static final Map<String, Shape> FORMS =
      Map.of(
          "name",
          new Shape.Text(),
          "count",
          new Shape.Whole(true),
          "big",
          new Shape.Whole(true),
          "share",
          new Shape.Decimal(),
          "on",
          new Shape.Flag(),
          "wait",
          new Shape.Period(),
          "word",
          new Shape.Text(),
          "steps.one.rev",
          new Shape.Text());

  @Test
  void parametersAreTyped() {
    var text =
        """
        deployment: ${name}-${count}-${share}
        replicas: ${count}
        size: "${count}"
        ratio: ${count}
        strict: ${on}
        timeout: ${wait}
        on-failure: ${word}
        symptoms: ["${count}", "$${name}", "${steps.one.rev}", "a $ {b} $$"]
        env: {A: "${on}"}
        patch: {a: "${count}", b: "n=${count}", c: "${name}", d: "${share}"}
        when: "x == ${count}"
        steps: "${anything}"
        """;
    var all = Binder.bind(tree(text), All.class, BindContext.with(PARAMETERS, NOW)).orThrow();
    assertThat(all.deployment()).isEqualTo("grid-api-5-0.5");
    assertThat(all.replicas()).isEqualTo(5);
    assertThat(all.size()).contains(5L);
    assertThat(all.ratio()).contains(5.0);
    assertThat(all.strict()).isTrue();
    assertThat(all.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(all.onFailure()).isEqualTo(Mode.STOP);
    assertThat(all.symptoms()).containsExactly("5", "${name}", "abc", "a $ {b} $$");
    assertThat(all.env()).containsEntry("A", "true");
    assertThat(all.patch().orElseThrow())
        .hasToString("{\"a\":5,\"b\":\"n=5\",\"c\":\"grid-api\",\"d\":0.5}");
    assertThat(all.when().orElseThrow().value()).isEqualTo("x == 5");
    assertThat(all.steps().orElseThrow())
        .extracting(n -> ((YamlNode.YamlScalar) n).text())
        .isEqualTo("${anything}");
    assertThat(Binder.check(tree(text), All.class, FORMS)).isEmpty();
  }

  @Test
  void aListStandsForAListOfTexts() {
    var text =
        """
        deployment: of ${some}
        symptoms: "${some}"
        patch: {a: "${some}"}
        """;
    var some = List.of("a", "b c");
    var all =
        Binder.bind(tree(text), All.class, BindContext.with(Map.of("some", some), NOW)).orThrow();
    assertThat(all.deployment()).isEqualTo("of a, b c");
    assertThat(all.symptoms()).isEqualTo(some);
    assertThat(all.patch().orElseThrow()).hasToString("{\"a\":[\"a\",\"b c\"]}");

    Map<String, Shape> forms =
        Map.of("some", new Shape.ListOf(new Shape.Text()), "name", new Shape.Text());
    assertThat(Binder.check(tree(text), All.class, forms)).isEmpty();
    assertThat(Binder.check(tree("{deployment: x, symptoms: \"${name}\"}"), All.class, forms))
        .extracting(d -> d.message())
        .containsExactly("'symptoms' must be a list, but the parameter 'name' is text");
    assertThat(Binder.check(tree("{deployment: x, replicas: \"${some}\"}"), All.class, forms))
        .extracting(d -> d.message())
        .containsExactly("'replicas' must be a whole number, but the parameter 'some' is a list");
  }

  @Test
  void withoutParametersTheyAreLeftAsText() {
    assertThat(bound("deployment: \"${x} $${y}\"", All.class).deployment()).isEqualTo("${x} $${y}");
  }

  static Stream<Arguments> wrongParameters() {
    var list = "There are: big, count, name, on, share, steps.one.rev, wait, word.";
    return Stream.of(
        Arguments.of(
            "deployment: a-${nmae}",
            "1:15 there is no parameter 'nmae' | Did you mean 'name'? " + list),
        Arguments.of("deployment: \"${colour}\"", "1:14 there is no parameter 'colour' | " + list),
        Arguments.of(
            "deployment: ${name",
            "1:13 '${' without its '}' | Write ${name} for a parameter, and $${ where the text"
                + " itself has ${."),
        Arguments.of(
            "deployment: ${x:-y}",
            "1:13 '${x:-y}' is no parameter: a name has letters, digits, '-', '_' and '.' | Write"
                + " ${name} for a parameter, and $${ where the text itself has ${."),
        Arguments.of(
            "deployment: |\n  one\n  two ${nmae}\n",
            "3:7 there is no parameter 'nmae' | Did you mean 'name'? " + list),
        Arguments.of(
            "{deployment: x, replicas: \"${name}\"}",
            "1:28 'replicas' must be a whole number, but the parameter 'name' is text | Declare the"
                + " parameter with the type that is wanted here."),
        Arguments.of(
            "{deployment: x, strict: \"${count}\"}",
            "1:26 'strict' must be true or false, but the parameter 'count' is a whole number |"
                + " Declare the parameter with the type that is wanted here."),
        Arguments.of(
            "{deployment: x, replicas: \"1${count}\"}",
            "1:27 'replicas' must be a whole number, but a parameter among other text gives text |"
                + " Write ${…} alone."),
        Arguments.of(
            "{deployment: x, env: {\"${name}\": y}}",
            "1:23 parameters are not filled in in keys | Write the key itself."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongParameters")
  void wrongParametersAreTold(String text, String expected) {
    assertThat(
            told(
                Binder.bind(tree(text), All.class, BindContext.with(PARAMETERS, NOW))
                    .diagnostics()))
        .containsExactly(expected);
    assertThat(told(Binder.check(tree(text), All.class, FORMS)))
        .as("check says the same")
        .containsExactly(expected);
  }

  @Test
  void valuesThatOnlyTheRunKnows() {
    assertThat(
            told(
                Binder.bind(
                        tree(
                            "{deployment: x, replicas: \"${big}\", on-failure: \"${name}\","
                                + " timeout: \"${name}\"}"),
                        All.class,
                        BindContext.with(PARAMETERS, NOW))
                    .diagnostics()))
        .containsExactly(
            "1:27 'replicas' is out of range: 1099511627776 | Write a number from -2147483648 to"
                + " 2147483647.",
            "1:49 'on-failure' must be one of undo, stop, point-of-no-return, but is 'grid-api' |"
                + " Write one of these words.",
            "1:69 'timeout' must be a duration, but is text ('grid-api') | Write it in ISO 8601:"
                + " PT30S, PT5M, PT2H, P1D.");
  }

  @Test
  void thePlanTimeIsGivenAndNeverWritten() {
    assertThat(Binder.bind(tree("name: x"), Timed.class, BindContext.with(Map.of(), NOW)).orThrow())
        .isEqualTo(new Timed("x", NOW));
    assertThat(
            told(
                Binder.bind(tree("{name: x, now: y}"), Timed.class, BindContext.with(Map.of(), NOW))
                    .diagnostics()))
        .containsExactly("1:11 unknown key 'now' | The keys here: name.");
    assertThat(Binder.check(tree("name: x"), Timed.class, Map.of())).isEmpty();
    assertThatThrownBy(() -> Binder.bind(tree("name: x"), Timed.class, BindContext.plain()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void referencesAreFoundWhereTheyStand() {
    var references =
        Interpolation.references(
            tree(
                "a: x-${one}\nb: [\"é ${two.x}\", '$${no}']\nc: |\n  line\n    ${three} ${one}\n"));
    assertThat(references)
        .extracting(
            r -> r.value() + "@" + r.at().line() + ":" + r.at().column() + "-" + r.at().endColumn())
        .containsExactly("one@1:6-12", "two.x@2:8-16", "three@5:5-13", "one@5:14-20");
  }
}
