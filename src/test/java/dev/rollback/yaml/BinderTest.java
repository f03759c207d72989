package dev.rollback.yaml;

import static dev.rollback.yaml.BoundSamples.bound;
import static dev.rollback.yaml.BoundSamples.told;
import static dev.rollback.yaml.BoundSamples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.report.DiagnosticText;
import dev.rollback.yaml.BoundSamples.All;
import dev.rollback.yaml.BoundSamples.Mode;
import dev.rollback.yaml.BoundSamples.Ref;
import dev.rollback.yaml.BoundSamples.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinderTest {
  @Test
  void everyShapeIsBound() {
    var all =
        bound(
            """
            deployment: grid-api
            replicas: -3
            size: 5000000000
            ratio: 5e-2
            strict: false
            timeout: PT30S
            at: 2026-01-31T12:00:00Z
            day: 2026-01-31
            on-failure: point-of-no-return
            symptoms: [one, "2"]
            env: {B: "true", A: x}
            retry: {attempts: 5}
            secret: {file: /run/x}
            patch: {spec: {replicas: 2, ratio: 0.5, on: "yes", empty: ~, list: [true, x]}}
            when: "status == 200"
            steps: [{a: "${later}"}]
            place: 7
            """,
            All.class);
    assertThat(all.replicas()).isEqualTo(-3);
    assertThat(all.size()).contains(5_000_000_000L);
    assertThat(all.ratio()).contains(0.05);
    assertThat(all.strict()).isFalse();
    assertThat(all.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(all.at()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(all.day()).contains(LocalDate.of(2026, 1, 31));
    assertThat(all.onFailure()).isEqualTo(Mode.POINT_OF_NO_RETURN);
    assertThat(all.symptoms()).containsExactly("one", "2");
    assertThat(all.env()).containsExactly(Map.entry("B", "true"), Map.entry("A", "x"));
    assertThat(all.retry()).contains(new Retry(5, Duration.ofSeconds(1)));
    assertThat(all.secret()).contains(new Ref.File("/run/x", false));
    assertThat(all.patch().orElseThrow())
        .hasToString(
            "{\"spec\":{\"replicas\":2,\"ratio\":0.5,\"on\":\"yes\",\"empty\":null,\"list\":[true,\"x\"]}}");
    assertThat(all.when().orElseThrow().at().location()).isEqualTo("r.yaml:15:7");
    assertThat(all.steps().orElseThrow()).isInstanceOf(YamlNode.YamlSequence.class);
    assertThat(all.place().orElseThrow().value()).isEqualTo(7);
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    var all = bound("deployment: x\n", All.class);
    assertThat(all.replicas()).isEqualTo(1);
    assertThat(all.strict()).isTrue();
    assertThat(all.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(all.onFailure()).isEqualTo(Mode.UNDO);
    assertThat(all.symptoms()).isEmpty();
    assertThat(all.env()).isEmpty();
    assertThat(all.retry()).isEmpty();
  }

  static Stream<Arguments> wrong() {
    var keys =
        "The keys here: deployment, replicas, size, ratio, strict, timeout, at, day, on-failure,"
            + " symptoms, env, retry, secret, patch, when, steps, place.";
    return Stream.of(
        Arguments.of(
            "deploymnt: x",
            List.of(
                "1:1 unknown key 'deploymnt' | Did you mean 'deployment'? " + keys,
                "1:1 'deployment' is missing: The workload. | Add 'deployment: …'.")),
        wrong("colour: x", "2:1 unknown key 'colour' | " + keys),
        wrong("attempts: 3", "2:1 unknown key 'attempts' | 'attempts' belongs under 'retry:'."),
        wrong(
            "retry: {timeout: PT5S}",
            "2:9 unknown key 'timeout' | 'timeout' belongs to what is around this; indent it"
                + " less."),
        wrong(
            "strict: yes",
            "2:9 'strict' must be true or false, but is a boolean ('yes') | Write true."),
        wrong(
            "strict: \"off\"",
            "2:9 'strict' must be true or false, but is text ('off') | Write false."),
        wrong(
            "replicas: \"5\"",
            "2:11 'replicas' must be a whole number, but is text ('5') | Write 5, without quotes."),
        wrong(
            "replicas: 1_000",
            "2:11 'replicas' must be a whole number, but is a number ('1_000') | Write 1000."),
        wrong(
            "replicas: 010",
            "2:11 'replicas' must be a whole number, but is a number ('010') | Write 10; with a"
                + " zero in front some tools read it as octal."),
        wrong(
            "replicas: three",
            "2:11 'replicas' must be a whole number, but is text ('three') | Write it like this:"
                + " 5."),
        wrong(
            "replicas: 1.5",
            "2:11 'replicas' must be a whole number, but is a number ('1.5') | Write it like this:"
                + " 5."),
        wrong(
            "replicas: 2147483648",
            "2:11 'replicas' is out of range: 2147483648 | Write a number from -2147483648 to"
                + " 2147483647."),
        wrong(
            "size: 9223372036854775808",
            "2:7 'size' is out of range: 9223372036854775808 | Write a number from"
                + " -9223372036854775808 to 9223372036854775807."),
        wrong("ratio: 1e999", "2:8 'ratio' is out of range: 1e999 | Write a smaller number."),
        wrong(
            "ratio: .nan",
            "2:8 'ratio' must be a number, but is a number ('.nan') | Write it like this: 0.5."),
        wrong(
            "timeout: 30s",
            "2:10 'timeout' must be a duration, but is text ('30s') | Did you mean PT30S?"),
        wrong(
            "timeout: 90",
            "2:10 'timeout' must be a duration, but is a number ('90') | Did you mean PT90S?"),
        wrong(
            "timeout: 1h30m",
            "2:10 'timeout' must be a duration, but is text ('1h30m') | Did you mean PT1H30M?"),
        wrong(
            "timeout: 5 min",
            "2:10 'timeout' must be a duration, but is text ('5 min') | Did you mean PT5M?"),
        wrong(
            "timeout: 500ms",
            "2:10 'timeout' must be a duration, but is text ('500ms') | Did you mean PT0.5S?"),
        wrong(
            "timeout: P1M",
            "2:10 'timeout' must be a duration, but is text ('P1M') | Months and years have no"
                + " fixed length; write days: P30D."),
        wrong(
            "timeout: soon",
            "2:10 'timeout' must be a duration, but is text ('soon') | Write it in ISO 8601: PT30S,"
                + " PT5M, PT2H, P1D."),
        wrong(
            "day: 31.1.2026",
            "2:6 'day' must be a day, but is text ('31.1.2026') | Write it like this: 2026-01-31."),
        wrong(
            "at: 2026-01-31",
            "2:5 'at' must be a moment, but is a date ('2026-01-31') | Write it like this:"
                + " 2026-01-31T12:00:00Z."),
        wrong(
            "on-failure: undoo",
            "2:13 'on-failure' must be one of undo, stop, point-of-no-return, but is 'undoo' | Did"
                + " you mean 'undo'?"),
        wrong(
            "on-failure: explode",
            "2:13 'on-failure' must be one of undo, stop, point-of-no-return, but is 'explode' |"
                + " Write one of these words."),
        wrong(
            "symptoms: Login fails",
            "2:11 'symptoms' must be a list, but is text ('Login fails') | Write a list: [Login"
                + " fails]."),
        wrong(
            "symptoms: [a, true, ]",
            "2:15 an item of 'symptoms' must be text, but YAML tools read true as a boolean | Put"
                + " it in quotes: \"true\"."),
        wrong(
            "symptoms:\n- a\n-\n",
            "4:2 an item of 'symptoms' has no value | Write a value, or remove it; an empty text is"
                + " \"\"."),
        wrong(
            "env: {X: true}",
            "2:10 'X' must be text, but YAML tools read true as a boolean | Put it in quotes:"
                + " \"true\"."),
        wrong(
            "env: {X: no, Y: 1}",
            "2:10 'X' must be text, but YAML tools read no as a boolean | Put it in quotes:"
                + " \"no\".",
            "2:17 'Y' must be text, but YAML tools read 1 as a number | Put it in quotes: \"1\"."),
        wrong(
            "env: [X]",
            "2:6 'env' must be a mapping, but is a list | Write it like this: {name: …}."),
        wrong(
            "env:", "2:1 'env' has no value | Write a value, or remove it; an empty text is \"\"."),
        wrong("retry: {attempts: 0}", "2:8 at least one attempt is needed, not 0 | "),
        wrong(
            "retry: 3",
            "2:8 'retry' must be a mapping, but is a number ('3') | Write it like this: {}."),
        wrong(
            "secret: PASSWORD",
            "2:9 'secret' must be a mapping with one of the keys env, file, command, but is text"
                + " ('PASSWORD') | Write it like this: {env: …}."),
        wrong(
            "secret: {env: A, file: B}",
            "2:18 'secret' has 'env' and 'file', and can be only one of them | Keep one of the two,"
                + " and make the other an item of its own."),
        wrong(
            "secret: {envv: A}",
            "2:10 'secret' must have one of the keys env, file, command, but has envv | Did you"
                + " mean 'env'?"),
        wrong(
            "secret: {}",
            "2:9 'secret' must have one of the keys env, file, command, but is empty | Write it"
                + " like this: {env: …}."),
        wrong(
            "secret: {file: A, trimm: true}",
            "2:19 unknown key 'trimm' | Did you mean 'trim'? The keys here: file, trim."),
        wrong(
            "patch: {a: on}",
            "2:12 'a' is ambiguous: some YAML tools read on as a boolean, others as text | Write"
                + " \"on\" with quotes for the text, or true or false."),
        wrong(
            "patch: {a: [0755]}",
            "2:13 an item of 'a' is ambiguous: some YAML tools read 0755 as a number, others as"
                + " text | Write \"0755\" with quotes for the text, or a plain decimal number."),
        wrong(
            "patch: {rev: 75e4329}",
            "2:14 'rev' is ambiguous: some YAML tools read 75e4329 as a number, others as text |"
                + " Write \"75e4329\" with quotes for the text, or a plain decimal number."));
  }

  private static Arguments wrong(String line, String... expected) {
    return Arguments.of("deployment: x\n" + line + "\n", List.of(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void saysWhatIsWrongAndWhere(String text, List<String> expected) {
    assertThat(told(Binder.bind(tree(text), All.class, BindContext.plain()).diagnostics()))
        .containsExactlyElementsOf(expected);
    assertThat(told(Binder.check(tree(text), All.class, Map.of())))
        .as("check says the same")
        .containsExactlyElementsOf(expected);
  }

  static Stream<String> readOtherwise() {
    return Stream.of(
        "0755438",
        "1e5",
        "75e4329",
        "75e432",
        "12345678",
        "0x1f",
        "0o17",
        "0b11",
        "1_000",
        "22:30",
        "1.10",
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "+1",
        "true",
        "False",
        "yes",
        "NO",
        "on",
        "Off",
        "null",
        "~",
        "NULL",
        "2026-01-31",
        "2026-01-31T12:00:00Z");
  }

  @ParameterizedTest
  @MethodSource("readOtherwise")
  void textThatToolsReadOtherwiseWantsQuotes(String text) {
    record One(String commit) {}
    var problems =
        Binder.bind(tree("commit: " + text), One.class, BindContext.plain()).diagnostics();
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message())
        .startsWith("'commit' must be text, but YAML tools read " + text + " as ");
    assertThat(problems.getFirst().advice()).contains("Put it in quotes: \"" + text + "\".");
    assertThat(bound("commit: \"" + text + "\"", One.class).commit()).isEqualTo(text);
  }

  static Stream<String> text() {
    return Stream.of(
        "grid-api",
        "7d3e4329a",
        "v1.10",
        "1.2.3",
        "10.0.0.1",
        "PT30S",
        "nope",
        "yesterday",
        "x#y",
        "a b",
        "/health",
        "e5",
        "12:99",
        "1e5f",
        "http://x:1");
  }

  @ParameterizedTest
  @MethodSource("text")
  void ordinaryTextNeedsNoQuotes(String text) {
    record One(String commit) {}
    assertThat(bound("commit: " + text, One.class).commit()).isEqualTo(text);
  }

  @Test
  void theWrongKindOfDocument() {
    assertThat(told(Binder.bind(tree("- a"), Retry.class, BindContext.plain()).diagnostics()))
        .containsExactly("1:1 this must be a mapping, but is a list | Write it like this: {}.");
  }

  @Test
  void isRendered() {
    var text = "deployment: 0755438\nenv:\n  X: true\ntimeout: 30s\n";
    var problems = Binder.bind(tree(text), All.class, BindContext.plain()).diagnostics();
    assertThat(new DiagnosticText(false).render(problems))
        .isEqualTo(
            """
            error: 'deployment' must be text, but YAML tools read 0755438 as a number
             --> r.yaml:1:13
              |
            1 | deployment: 0755438
              |             ^^^^^^^
            help: Put it in quotes: "0755438".

            error: 'X' must be text, but YAML tools read true as a boolean
             --> r.yaml:3:6
              |
            3 |   X: true
              |      ^^^^
            help: Put it in quotes: "true".

            error: 'timeout' must be a duration, but is text ('30s')
             --> r.yaml:4:10
              |
            4 | timeout: 30s
              |          ^^^
            help: Did you mean PT30S?

            3 errors
            """);
  }

  @Test
  void aKeyOfTheRecordAroundIsToldToBeIndentedTooFar() {
    assertThat(
            told(
                Binder.bind(
                        tree("{attempts: 1, deployment: x}"),
                        Retry.class,
                        BindContext.plain(),
                        List.of(All.class))
                    .diagnostics()))
        .containsExactly(
            "1:15 unknown key 'deployment' | 'deployment' belongs to what is around this; indent it"
                + " less.");
  }
}
