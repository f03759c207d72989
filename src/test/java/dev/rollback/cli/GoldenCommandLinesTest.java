package dev.rollback.cli;

import dev.rollback.drill.Production;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.AssertionFailedError;

/**
 * What is typed, and every byte that is then read. A case is a directory of {@code
 * src/test/resources/cli}: {@code args} holds its lines in order, {@code stdout}, {@code stderr}
 * and {@code exit} what came of them, and whatever else is there lies in the working directory.
 *
 * <p>A line of {@code args} is a command line; or, beginning with {@code <}, a question that the
 * command before it asks and what is typed then ({@code part => typed}); or, beginning with
 * {@code @}, something that happens outside: see {@code Transcript.happen}.
 *
 * <p>{@code -Dgolden.update=true} writes what came; it is then read before it is committed. {@code
 * -Dgolden.case=PREFIX} runs some.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCommandLinesTest {
  private static final Path CASES = Path.of("src/test/resources/cli");

  /** A runbook whose checks read the same in each run: the shipped ones count lines of logs. */
  private static final Path RUNBOOKS = Path.of("src/test/resources/golden-runbooks");

  private static final List<String> ITSELF = List.of("args", "stdout", "stderr", "exit");

  private Optional<Production> production = Optional.empty();

  private record Line(List<String> words, List<Shell.Answer> answers) {}

  @AfterAll
  void stop() {
    production.ifPresent(Production::close);
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(f -> f.getFileName().toString().startsWith(prefix()))
          .sorted()
          .toList()
          .stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
    }
  }

  private static String prefix() {
    return System.getProperty("golden.case", "");
  }

  private void check(Path folder) throws IOException {
    // Its name is of one length, so that lines with it in them are broken at the same places.
    var parent = Path.of(System.getProperty("java.io.tmpdir"), "golden-" + UUID.randomUUID());
    var home = Files.createDirectories(parent.resolve("home"));
    try {
      prepare(folder, home);
      var transcript = new Transcript(home);
      for (var line : lines(Files.readAllLines(folder.resolve("args")))) {
        transcript.play(line);
      }
      transcript.compare(folder);
    } finally {
      production.ifPresent(Production::putBack);
      delete(parent);
    }
  }

  private static void prepare(Path folder, Path home) throws IOException {
    copy(folder, home);
    for (var own : ITSELF) {
      Files.deleteIfExists(home.resolve(own));
    }
    var runbooks = home.resolve("runbooks");
    if (!Files.exists(runbooks)) {
      copy(RUNBOOKS, runbooks);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<Line> lines(List<String> texts) {
    var lines = new ArrayList<Line>();
    for (var text : texts) {
      if (text.startsWith("< ")) {
        var parts = text.substring(2).split(" => ?", -1);
        lines.getLast().answers().add(new Shell.Answer(parts[0], parts[1]));
      } else if (!text.isBlank() && !text.startsWith("#")) {
        lines.add(new Line(words(text), new ArrayList<>()));
      }
    }
    return lines;
  }

  /** A line of nothing but a dollar sign is a command line without arguments. */
  private static List<String> words(String text) {
    return text.equals("$") ? List.of() : Arrays.asList(text.strip().split(" +"));
  }

  /** One case under way. */
  private final class Transcript {
    private final Path home;
    private final Shell shell;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final StringBuilder exit = new StringBuilder();

    Transcript(Path home) {
      this.home = home;
      this.shell = new Shell(home);
    }

    void play(Line line) throws IOException {
      if (!line.words().isEmpty() && line.words().getFirst().startsWith("@")) {
        happen(line.words());
        return;
      }
      var result = shell.answering(line.answers(), line.words().toArray(String[]::new));
      var heading =
          "$ "
              + String.join(
                  " ", Stream.concat(Stream.of("rollback"), line.words().stream()).toList())
              + "\n";
      out.append(heading).append(result.out());
      if (!result.err().isEmpty()) {
        err.append(heading).append(result.err());
      }
      exit.append(result.exit()).append('\n');
    }

    /** Something that happens outside. */
    private void happen(List<String> words) throws IOException {
      var rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "@sandbox" ->
            production()
                .configure(home, rest.isEmpty() ? List.of() : List.of(String.join(" ", rest)));
        case "@pinned" ->
            Files.writeString(
                home.resolve("rollback.yaml"),
                production().pinned(List.of(String.join(" ", rest))));
        case "@fault" -> production().sandbox().inject(Faults.named(rest.getFirst()).orElseThrow());
        case "@env" -> {
          var pair = rest.getFirst().split("=", 2);
          production().setEnv(pair[0], pair[1]);
        }
        case "@redis" -> production().redis().command(rest);
        case "@deny" ->
            production().sandbox().cluster().access().deny(rest.get(0), rest.get(1), rest.get(2));
        case "@allow-all" -> production().sandbox().cluster().access().allowAll();
        case "@clock" -> shell.clock().forward(Duration.parse(rest.getFirst()));
        case "@export" -> {
          var pair = rest.getFirst().split("=", 2);
          shell.export(pair[0], pair[1]);
        }
        case "@edit" -> {
          var file = home.resolve(rest.get(0));
          Files.writeString(file, Files.readString(file).replace(rest.get(1), rest.get(2)));
        }
        case "@big" ->
            Files.writeString(home.resolve(rest.getFirst()), "# nothing\n".repeat(1 << 20));
        case "@dead-run" -> {
          var run = shell.state().resolve("rollback").resolve("runs").resolve(rest.getFirst());
          Files.createDirectories(run);
          Files.createFile(run.resolve("journal.jsonl"));
        }
        default -> throw new IllegalArgumentException("no such thing happens: " + words);
      }
    }

    void compare(Path folder) throws IOException {
      var normal = new Normal(home, production.map(Production::sandbox));
      compare(folder.resolve("stdout"), normal.of(out.toString()));
      compare(folder.resolve("stderr"), normal.of(err.toString()));
      compare(folder.resolve("exit"), exit.toString());
    }

    private void compare(Path file, String actual) throws IOException {
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, actual);
        return;
      }
      var expected = Files.readString(file);
      if (!expected.equals(actual)) {
        throw new AssertionFailedError(
            file + " differs, at first here:\n" + difference(expected, actual), expected, actual);
      }
    }
  }

  private static String difference(String expected, String actual) {
    var was = expected.split("\n", -1);
    var is = actual.split("\n", -1);
    var at = 0;
    while (at < was.length && at < is.length && was[at].equals(is[at])) {
      at++;
    }
    return "line %d%n- %s%n+ %s"
        .formatted(
            at + 1, at < was.length ? was[at] : "(the end)", at < is.length ? is[at] : "(the end)");
  }

  private Production production() {
    if (production.isEmpty()) {
      production = Optional.of(new Production());
    }
    return production.get();
  }
}
