package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.DocsPage.Block;
import dev.rollback.cli.DocsPage.Command;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.target.Configuration;
import dev.rollback.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation shows is what the program does: its command lines are run against a
 * sandbox, its YAML is read, its links lead somewhere.
 *
 * <p>In a {@code console} block a line {@code $ rollback …} is a command, and what follows is what
 * it says: these lines in this order, {@code …} for anything in a line, a line of {@code …} for
 * anything between. {@code $ echo $?} with its number tells an exit code other than 0. A line that
 * ends with {@code [yes/no] yes} or {@code > word} is a question that is answered so. A page with
 * {@code <!-- fault: NAME -->} is about a sandbox that is broken in this way.
 */
class DocsTest {
  private static final Pattern FAULT = Pattern.compile("<!-- fault: (\\S+) -->");

  private static final Pattern QUOTED =
      Pattern.compile("<!-- from: (\\S+) -->\n```diff\n(.*?)\n```", Pattern.DOTALL);

  @TempDir static Path home;
  private static Sandbox sandbox;

  @BeforeAll
  static void startSandbox() {
    sandbox = Sandbox.start();
    DrillTarget.write(sandbox);
  }

  @AfterAll
  static void stopSandbox() {
    sandbox.close();
  }

  static List<Path> pages() throws IOException {
    var top = Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md");
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              top.map(Path::of), docs.filter(f -> f.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /** The design shows what is meant to be, and the reference shows placeholders. */
  static List<Path> guides() throws IOException {
    return pages().stream()
        .filter(p -> !p.startsWith("docs/design") && !p.startsWith("docs/reference"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path file) {
    DocsPage.read(file)
        .links()
        .forEach(
            link -> {
              assertThat(link.to()).as("a link in %s", file).exists();
              if (!link.anchor().isEmpty()) {
                assertThat(DocsPage.read(link.to()).anchors())
                    .as("anchors of %s, to which %s links", link.to(), file)
                    .contains(link.anchor());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("guides")
  void whatIsShownIsWhatHappens(Path file) throws IOException {
    var page = DocsPage.read(file);
    var shell = new Shell(home.resolve(file.toString().replace('/', '-')));
    for (var fault : FAULT.matcher(page.text()).results().toList()) {
      sandbox.inject(Faults.named(fault.group(1)).orElseThrow());
    }
    for (var block : page.blocks()) {
      switch (block.language()) {
        case "yaml" -> assertValid(shell, block);
        case "console" -> DocsPage.commands(block).forEach(shell::assertRuns);
        default -> {} // for reading
      }
    }
  }

  /** Code that is shown as an addition stands in the file that the comment before it names. */
  @ParameterizedTest
  @MethodSource("guides")
  void codeIsAsInItsFile(Path page) throws IOException {
    for (var quoted : QUOTED.matcher(DocsPage.read(page).text()).results().toList()) {
      var lines = Files.readAllLines(Path.of(quoted.group(1))).iterator();
      for (var shown : quoted.group(2).lines().map(l -> l.substring(1)).toList()) {
        var found = false;
        while (!found && lines.hasNext()) {
          found = lines.next().equals(shown);
        }
        assertThat(found)
            .as("in %s, after what is shown before: %s", quoted.group(1), shown)
            .isTrue();
      }
    }
  }

  @Test
  void theExitCodesOfTheReadmeAreAllThereAre() {
    assertThat(firstCells(Path.of("README.md"), "\\d+"))
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(c -> String.valueOf(c.code())).toList());
  }

  @Test
  void theFaultsOfTheDrillsAreAllThereAre() {
    assertThat(firstCells(Path.of("docs/drill.md"), "`[a-z-]+`"))
        .containsExactlyElementsOf(Faults.all().stream().map(f -> "`" + f.id() + "`").toList());
  }

  private static List<String> firstCells(Path page, String form) {
    return Pattern.compile("(?m)^\\| (" + form + ") \\| .* \\| .* \\|$")
        .matcher(DocsPage.read(page).text())
        .results()
        .map(r -> r.group(1))
        .toList();
  }

  /** A whole runbook or configuration names its file in a comment; anything else is steps. */
  private static void assertValid(Shell shell, Block block) throws IOException {
    var first = block.lines().getFirst();
    if (first.startsWith("# rollback.yaml")) {
      assertValid(
          block.text(),
          YamlReader.parse(new SourceFile("rollback.yaml", block.text()))
              .then(tree -> Configuration.of(tree, Catalogs.of(Map.of(), shell.directory()))));
    } else if (first.startsWith("# runbooks/")) {
      var name = first.substring("# runbooks/".length());
      Files.writeString(shell.directory().resolve("runbooks").resolve(name), block.text());
      assertValid(block.text(), shell.parse(name, block.text()));
    } else {
      var whole =
          """
          apiVersion: rollback/v1
          scenario: part
          title: Part
          owner: nobody
          parameters: {deployment: {default: grid-api, description: The workload}}
          evidence: [{id: login, check: redis.ping}]
          after: [{check: redis.ping}]
          steps:
          """
              + block.text().indent(2);
      assertValid(whole, shell.parse("part.yaml", whole));
    }
  }

  private static void assertValid(String text, Checked<?> read) {
    assertThat(read.diagnostics()).as("problems of:%n%s", text).isEmpty();
  }

  /** Where one page's commands run: a directory with the runbooks, and the shared sandbox. */
  private record Shell(Path directory, AtomicInteger runs) {
    Shell(Path directory) throws IOException {
      this(directory, new AtomicInteger());
      var runbooks = Files.createDirectories(directory.resolve("runbooks"));
      try (Stream<Path> all = Files.list(Path.of("runbooks"))) {
        for (var file : all.toList()) {
          Files.copy(file, runbooks.resolve(file.getFileName()));
        }
      }
    }

    Checked<?> parse(String name, String text) {
      return new ScenarioReader(Catalogs.of(Map.of(), directory), directory)
          .parse(new SourceFile(name, text));
    }

    void assertRuns(Command command) {
      var redactor = new Redactor();
      var terminal = DocsTerminal.of(command.shown(), redactor);
      var exit = Main.run(world(terminal, redactor), command.words().toArray(String[]::new));
      var said = terminal.said();
      assertThat(exit)
          .as("exit code of %s, which said:%n%s", command.words(), said)
          .isEqualTo(command.exit());
      var lines = said.lines().map(String::strip).iterator();
      for (var shown : command.shown()) {
        var wanted = elided(shown.strip());
        var found = false;
        while (!found && lines.hasNext()) {
          found = wanted.matcher(lines.next()).matches();
        }
        assertThat(found)
            .as(
                "%s says, after what is shown before it: %s%nit said:%n%s",
                command.words(), shown, said)
            .isTrue();
      }
    }

    private World world(DocsTerminal terminal, Redactor redactor) {
      return new World(
          Map.of(
              "HOME",
              directory.toString(),
              "ROLLBACK_CONFIG",
              sandbox.directory().resolve("rollback.yaml").toString()),
          directory,
          terminal.console(),
          redactor,
          Clock.systemUTC(),
          () -> "20260213-0312%02d-9c1e".formatted(runs.incrementAndGet()),
          "oncall",
          "laptop",
          new Interrupts());
    }

    private static Pattern elided(String shown) {
      return Pattern.compile(
          Arrays.stream(shown.split("…", -1))
              .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
              .reduce((a, b) -> a + ".*" + b)
              .orElse(""));
    }
  }
}
