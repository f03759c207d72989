package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.drill.Production;
import dev.rollback.help.Completion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What every command says to programs is as its published schema says, whether it succeeds or not,
 * and nothing else is on standard output.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandOutputsTest {
  /** What these print is for people, a shell or the build. */
  private static final Set<String> FOR_PEOPLE =
      Set.of("completion", "help", Completion.ASK, "__package");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<Kind, Schema> schemas = new HashMap<>();
  @TempDir private Path homes;
  private Production production;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  /** {@code -Doutput.case=PATTERN} runs some. */
  static List<OutputCase> cases() {
    var pattern = Pattern.compile(System.getProperty("output.case", ""));
    return OutputCases.all().stream().filter(c -> pattern.matcher(c.toString()).find()).toList();
  }

  static List<String> leaves() {
    return commands()
        .filter(c -> c.getSubcommands().isEmpty())
        .map(CommandOutputsTest::name)
        .toList();
  }

  static List<String> groups() {
    return commands()
        .filter(c -> !c.getSubcommands().isEmpty())
        .map(CommandOutputsTest::name)
        .toList();
  }

  private static Stream<CommandLine> commands() {
    return below(
        Main.commandLine(new Shell(Path.of("")).world(new ScriptedConsole(new Redactor()))));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandOutputsTest::below));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^rollback ?", "");
  }

  @Test
  void everyCommandHasACaseThatSucceedsAndOneThatDoesNot() {
    var byCommand =
        OutputCases.all().stream()
            .collect(Collectors.groupingBy(OutputCase::command, Collectors.toList()));
    var wanted = new TreeSet<>(leaves());
    wanted.removeAll(FOR_PEOPLE);
    assertThat(new TreeSet<>(byCommand.keySet()))
        .as("commands in OutputCases, and commands that there are")
        .isEqualTo(wanted);
    assertThat(byCommand)
        .allSatisfy(
            (command, cases) -> {
              assertThat(cases).as(command).anyMatch(c -> c.exit() == 0);
              assertThat(cases).as(command).anyMatch(c -> c.exit() != 0);
            });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asOneDocument(OutputCase one) throws IOException {
    var result = run(one, "json");
    if (one.command().equals("schema") && one.exit() == 0) {
      assertThat(JSON.readTree(result.out()).path("$schema").asText()).contains("json-schema.org");
      return;
    }
    assertEnds(assertValid(result.out()), one.exit());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asLines(OutputCase one) throws IOException {
    var result = run(one, "jsonl");
    assertThat(result.out()).endsWith("}\n");
    var lines = new ArrayList<JsonNode>();
    for (var line : result.out().lines().toList()) {
      lines.add(assertValid(line));
    }
    assertThat(lines).filteredOn(l -> kind(l) == Kind.RESULT).containsOnly(lines.getLast());
    assertEnds(lines.getLast(), one.exit());
    var places =
        lines.stream().filter(l -> kind(l) == Kind.EVENT).map(l -> l.path("seq").asLong()).toList();
    assertThat(places).isSorted().doesNotHaveDuplicates();
  }

  private Shell.Result run(OutputCase one, String form) throws IOException {
    var home = Files.createTempDirectory(homes, "case");
    var stage = new OutputCase.Stage(home, production);
    try {
      one.before().in(stage);
      var words = new ArrayList<>(List.of(one.command().split(" ")));
      words.addAll(one.arguments());
      words.addAll(List.of("--output", form));
      var result = typed(stage.shell(), one.answers(), words.toArray(String[]::new));
      assertThat(result.exit())
          .as("%s%n%s%n%s", words, result.out(), result.err())
          .isEqualTo(one.exit());
      return result;
    } finally {
      stage.putBack();
    }
  }

  /** Questions are shown where a person sees them, and that is not standard output. */
  private static Shell.Result typed(Shell shell, List<Shell.Answer> answers, String... words) {
    if (answers.isEmpty()) {
      return shell.run(words);
    }
    var screen = new ScriptedConsole(new Redactor());
    answers.forEach(a -> screen.answer(a.part(), a.typed()));
    var exit = Main.run(shell.world(screen), words);
    return new Shell.Result(exit, screen.out(), screen.err());
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void aCommandLineThatIsNotUnderstoodIsAnsweredInTheFormThatItAsksFor(String command) {
    for (var form : List.of("json", "jsonl")) {
      var words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--no-such-option", "--output=" + form));
      var result = new Shell(homes).run(words.toArray(String[]::new));
      var said = assertEnds(assertValid(result.out()), ExitCode.USAGE.code());
      assertThat(kind(said)).isEqualTo(Kind.RESULT);
      assertThat(said.path("problems")).isNotEmpty();
      assertThat(result.out().lines().count() == 1).isEqualTo(form.equals("jsonl"));
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void whatOnlyShowsTheWayRefuses(String command) {
    assertRefuses(command);
  }

  @Test
  void whatIsForAShellRefuses() {
    FOR_PEOPLE.forEach(this::assertRefuses);
  }

  private void assertRefuses(String command) {
    var words = Stream.of(command.split(" ")).filter(w -> !w.isEmpty());
    var all = Stream.concat(words, Stream.of("--output", "json")).toArray(String[]::new);
    var result = new Shell(homes).run(all);
    assertThat(assertEnds(assertValid(result.out()), ExitCode.USAGE.code()).path("problems"))
        .isNotEmpty();
  }

  @Test
  void twoFormsAreRefusedInOne() {
    var result = new Shell(homes).run("list", "--output", "json", "--output", "jsonl");
    assertEnds(assertValid(result.out()), ExitCode.USAGE.code());
    assertThat(result.out().lines()).hasSize(1);
  }

  @Test
  void whatIsInvalidIsFound() throws IOException {
    var document =
        (ObjectNode) JSON.readTree(new Shell(homes).run("runs", "--output", "json").out());
    assertThat(problems(document.toString())).isEmpty();
    assertThat(problems(document.deepCopy().put("exit", "none").toString())).isNotEmpty();
    assertThat(problems(document.without("runs").toString())).isNotEmpty();
  }

  /** A state of a system would be a tree of any form: none is in an event. */
  @Test
  void eventsHoldNoStates() {
    var variants = Kind.EVENT.schema().at("/$defs/run-event/oneOf");
    assertThat(variants).isNotEmpty();
    for (var variant : variants) {
      variant
          .path("properties")
          .properties()
          .forEach(
              p ->
                  assertThat(p.getValue().properties())
                      .as("%s of %s", p.getKey(), variant.at("/properties/type/const"))
                      .anyMatch(k -> !k.getKey().equals("description")));
    }
  }

  @Test
  void everyKindHasASchemaThatIsOne() {
    for (var kind : Kind.values()) {
      assertThat(schema(kind)).as(kind.word()).isNotNull();
      assertThat(kind.schema().path("description").asText()).as(kind.word()).isNotEmpty();
    }
    assertThat(SchemaCommand.names())
        .containsAll(Arrays.stream(Kind.values()).map(Kind::word).toList());
  }

  private JsonNode assertValid(String text) {
    assertThat(problems(text)).as(text).isEmpty();
    try {
      var tree = JSON.readTree(text);
      var known = kind(tree).schema().path("properties");
      tree.fieldNames().forEachRemaining(key -> assertThat(known.has(key)).as(key).isTrue());
      return tree;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + text, e);
    }
  }

  private List<String> problems(String text) {
    try {
      return schema(kind(JSON.readTree(text))).validate(text, InputFormat.JSON).stream()
          .map(Object::toString)
          .toList();
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + text, e);
    }
  }

  private Schema schema(Kind kind) {
    return schemas.computeIfAbsent(
        kind,
        k ->
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(k.schema().toString()));
  }

  private static Kind kind(JsonNode said) {
    assertThat(said.path("format").asText()).isEqualTo(Kind.FORMAT);
    return Arrays.stream(Kind.values())
        .filter(k -> k.word().equals(said.path("kind").asText()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no kind: " + said));
  }

  private static JsonNode assertEnds(JsonNode last, int exit) {
    assertThat(last.path("exit").isInt()).as(last.toString()).isTrue();
    assertThat(last.path("exit").asInt()).isEqualTo(exit);
    assertThat(last.has("verdict") && last.has("problems") && last.has("notes")).isTrue();
    return last;
  }
}
