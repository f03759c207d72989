package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Topic;
import dev.rollback.help.Topics;
import dev.rollback.report.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the program says of itself, and where problems lead to. */
class HelpTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void start() {
    shell = new Shell(home);
  }

  @ParameterizedTest
  @EnumSource
  void aTopicIsShownFromTheDocumentation(Topic topic) {
    var shown = shell.run("help", topic.word());

    assertThat(shown.exit()).as(shown.err()).isZero();
    assertThat(shown.out()).contains(Topics.text(topic, Layout.DEFAULT).lines().toList().get(3));
    assertThat(Topics.text(topic, Layout.DEFAULT).lines().count()).isGreaterThan(4);
  }

  /** Marks that a reader at a terminal would have to read over. */
  @ParameterizedTest
  @EnumSource
  void noMarkOfMarkdownIsLeft(Topic topic) {
    var prose =
        Topics.text(topic, Layout.DEFAULT)
            .lines()
            .filter(l -> !l.startsWith("    ")) // what is quoted
            .toList();

    assertThat(prose).noneMatch(l -> l.matches(".*(]\\(|\\*\\*|^#+ |\\|---|<!--|```).*"));
  }

  @Test
  void allTopicsAreListed() {
    var listed = shell.run("help", "topics");

    assertThat(listed.exit()).isZero();
    assertThat(listed.out()).contains(Topic.words()).contains("What is asked");
  }

  @Test
  void aCommandIsStillHelpedWith() {
    assertThat(shell.run("help", "policy", "explain").out())
        .isEqualTo(shell.run("policy", "explain", "--help").out());
    assertThat(shell.run("help").out()).contains("rollback help topics").contains("scenario");
  }

  /** `undo` is a command and a topic: one reads both. */
  @Test
  void whatIsACommandAndATopicIsShownAsBoth() {
    var shown = shell.run("help", "undo").out();

    assertThat(shown).startsWith(shell.run("undo", "--help").out().stripTrailing());
    assertThat(shown).endsWith(Topics.text(Topic.UNDO, Layout.DEFAULT));
  }

  @Test
  void aWordThatIsNeitherIsAnErrorWithWhatWasMeant() {
    var shown = shell.run("help", "gatse");

    assertThat(shown.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(shown.err()).contains("'gatse'").contains("Did you mean 'gates'?");
  }

  @Test
  void aProblemNamesTheTopicThatExplainsIt() throws Exception {
    Files.createDirectories(home.resolve("runbooks"));
    Files.copy(Path.of("runbooks/auth-failure.yaml"), home.resolve("runbooks/auth-failure.yaml"));

    var refused = shell.run("doctor", "auth-failure");

    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("\nsee: rollback help configuration\n");
  }

  @Test
  void aTargetThatIsNotThereLeadsToTargets() throws Exception {
    Files.createDirectories(home.resolve("runbooks"));
    Files.copy(Path.of("runbooks/auth-failure.yaml"), home.resolve("runbooks/auth-failure.yaml"));
    Files.writeString(
        home.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets: {one: {http: {base: "http://127.0.0.1:9"}}, two: {http: {base: "http://127.0.0.1:9"}}}
        """);

    assertThat(shell.run("doctor", "auth-failure").err()).contains("see: rollback help targets");
    assertThat(shell.run("doctor", "auth-failure", "--target", "three").err())
        .contains("see: rollback help targets");
  }

  static Stream<CommandLine> commands() {
    return all(Main.commandLine(new Shell(Path.of("")).world()));
  }

  private static Stream<CommandLine> all(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::all));
  }

  /** An example that is no command line any more is found here. */
  @ParameterizedTest
  @MethodSource("commands")
  void whatAnExampleShowsIsACommandLine(CommandLine command) {
    for (var example : Examples.of(command.getCommandSpec())) {
      var words = example.line().replaceAll("^source <\\(|\\)$", "").split(" ", -1);
      var parsed =
          Main.commandLine(new Shell(home).world())
              .parseArgs(Arrays.copyOfRange(words, 1, words.length));
      assertThat(parsed.errors()).as(example.line()).isEmpty();
      assertThat(command.getUsageMessage()).contains(example.line());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandThatDoesSomethingHasAnExample(CommandLine command) {
    var spec = command.getCommandSpec();

    if (!spec.usageMessage().hidden() && command.getSubcommands().isEmpty()) {
      assertThat(Examples.of(spec)).as(spec.qualifiedName()).isNotEmpty();
    }
  }
}
