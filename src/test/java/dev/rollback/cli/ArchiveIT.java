package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.help.Completion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the build, unpacked into a prefix with a blank in its name, as a user has it. */
class ArchiveIT {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private static Path home;
  private static Path prefix;

  @BeforeAll
  static void unpack() throws Exception {
    var archive = Path.of(System.getProperty("rollback.archive", "no archive"));
    assertThat(archive).exists();
    prefix = Files.createDirectories(home.resolve("a prefix"));
    run("tar", "-xzf", archive.toString(), "-C", prefix.toString(), "--strip-components=1");
  }

  @Test
  void theProgramStarts() throws Exception {
    assertThat(run(program(), "--version")).singleElement().asString().startsWith("rollback ");
  }

  @Test
  void itBringsItsRunbooks() throws Exception {
    assertThat(String.join("\n", run(program(), "list"))).contains("auth-failure");
  }

  @Test
  void itBringsItsDocumentation() throws Exception {
    assertThat(String.join("\n", run(program(), "help", "gates"))).contains("--yes");
    assertThat(prefix.resolve("share/doc/rollback/docs/running.md")).exists();
    assertThat(prefix.resolve("share/doc/rollback/LICENSE")).exists();
  }

  @Test
  void completionIsWhereShellsLookForIt() {
    for (var shell : Completion.values()) {
      assertThat(prefix.resolve(shell.place())).isNotEmptyFile();
    }
  }

  @Test
  void manReadsItsPages() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");

    var page = run("man", "-l", prefix.resolve("share/man/man1/rollback-scenario.1").toString());

    assertThat(String.join("\n", page)).contains("rollback scenario [OPTION]... NAME");
  }

  @Test
  void nothingOfTheMachineThatBuiltItIsInIt() {
    assertThat(prefix.resolve("lib/rollback")).isDirectoryContaining("glob:**/rollback.jar");
    assertThat(prefix.resolve("pom.xml")).doesNotExist();
    assertThat(prefix.resolve("bin/rollback").toFile().canExecute()).isTrue();
  }

  private static String program() {
    return prefix.resolve("bin/rollback").toString();
  }

  private static List<String> run(String... words) throws Exception {
    var builder = new ProcessBuilder(words).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    // No place for a class archive: the launcher would go on making one after the test has ended.
    builder.environment().put("XDG_CACHE_HOME", "/dev/null/cache");
    builder.environment().put("MANWIDTH", "100");
    builder.environment().remove("ROLLBACK_RUNBOOKS");
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    var process = builder.start();
    var said = process.inputReader().lines().toList();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
    return said;
  }
}
