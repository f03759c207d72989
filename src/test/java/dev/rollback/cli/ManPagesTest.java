package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.help.Completion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a package installs: pages that man reads without a warning, and completion. */
class ManPagesTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private static Path prefix;

  @BeforeAll
  static void write() {
    var written =
        new Shell(prefix).run("__package", prefix.toString(), "1.2.3", "2026-11-21T00:00:00Z");
    assertThat(written.exit()).as(written.err()).isZero();
  }

  @Test
  void everyCommandHasAPage() {
    var commands = visible(Main.commandLine(new Shell(prefix).world()));

    assertThat(commands).hasSizeGreaterThan(20);
    assertThat(commands)
        .allSatisfy(
            c ->
                assertThat(man().resolve("man1/" + c.replace(' ', '-') + ".1"))
                    .exists()
                    .content()
                    .contains(
                        ".SH \"NAME\"",
                        ".SH \"SYNOPSIS\"",
                        ".SH \"EXIT STATUS\"",
                        ".SH \"ENVIRONMENT\"",
                        ".SH \"FILES\"",
                        ".SH \"SEE ALSO\""));
  }

  private static List<String> visible(CommandLine line) {
    var spec = line.getCommandSpec();
    return spec.usageMessage().hidden()
        ? List.of()
        : Stream.concat(
                Stream.of(spec.qualifiedName()),
                line.getSubcommands().values().stream().flatMap(s -> visible(s).stream()))
            .toList();
  }

  @Test
  void whatIsHiddenHasNone() throws IOException {
    assertThat(pages()).noneMatch(p -> p.toString().contains("__"));
  }

  @Test
  void everyPageThatIsReferredToIsThere() throws IOException {
    for (var page : pages()) {
      var also = Files.readString(page).split("\\.SH \"SEE ALSO\"\n", 2)[1].replace("\\-", "-");
      Pattern.compile("fB([a-z.-]+)\\((\\d)\\)")
          .matcher(also)
          .results()
          .forEach(
              r ->
                  assertThat(
                          man()
                              .resolve("man%s/%s.%s".formatted(r.group(2), r.group(1), r.group(2))))
                      .as("see also of %s", page)
                      .exists());
    }
  }

  @Test
  void aPageSaysWhatTheCommandSays() throws Exception {
    assumeTrue(installed("groff"), "groff is not installed");

    var page = String.join("\n", run("groff", "-man", "-Tascii", "-P-cbou", page("rollback-undo")));

    assertThat(page)
        .contains("ROLLBACK-UNDO(1)")
        .contains("rollback undo [OPTION]... RUN")
        .contains("--step=STEP")
        .contains("rollback 1.2.3")
        .contains("2026-11-21")
        .contains("a person is needed"); // from the table of exit codes
  }

  @Test
  void groffHasNothingToWarnOf() throws Exception {
    assumeTrue(installed("groff"), "groff is not installed");

    var words = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z"));
    pages().forEach(p -> words.add(p.toString()));

    assertThat(run(words.toArray(String[]::new))).isEmpty();
  }

  @Test
  void mandocHasNothingToWarnOf() throws Exception {
    assumeTrue(installed("mandoc"), "mandoc is not installed");

    var words = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wwarning"));
    pages().forEach(p -> words.add(p.toString()));

    assertThat(run(words.toArray(String[]::new))).isEmpty();
  }

  @Test
  void completionIsWhereShellsLookForIt() {
    for (var shell : Completion.values()) {
      assertThat(prefix.resolve(shell.place())).content().contains("rollback");
    }
  }

  private static Path man() {
    return prefix.resolve("share/man");
  }

  private static String page(String name) {
    return man().resolve("man1").resolve(name + ".1").toString();
  }

  private static List<Path> pages() throws IOException {
    try (var files = Files.walk(man())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static List<String> run(String... words) throws Exception {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = process.inputReader().lines().toList();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
    return said;
  }
}
