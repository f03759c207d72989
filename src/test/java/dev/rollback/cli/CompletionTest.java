package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.help.Completion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Completion, in the shells themselves. The program that a shell asks is a script here, which
 * answers with what the program has answered: a JVM for each word would take minutes.
 */
class CompletionTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    shell = new Shell(home);
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    Files.writeString(runbooks.resolve("rate-limiting.yaml"), "title: Customers are refused\n");
    Files.writeString(runbooks.resolve("odd $(touch pwned).yaml"), "scenario: [\n");
    Files.writeString(
        home.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets: {staging: {http: {base: "http://127.0.0.1:9"}}}
        """);
    for (var what : List.of("scenarios", "targets", "runs")) {
      Files.writeString(home.resolve(what), shell.run(Completion.ASK, what).out());
    }
    var bin = Files.createDirectories(home.resolve("bin"));
    var program =
        Files.writeString(
            bin.resolve("rollback"),
            """
            #!/bin/sh
            printf '%%s\\n' "$@" >'%2$s/asked'
            [ "$1" = %1$s ] && cat '%2$s'/"$2"
            """
                .formatted(Completion.ASK, home));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'rollback sche', schema",
    "'rollback policy expl', explain",
    "'rollback scenario rate', rate-limiting",
    "'rollback policy explain --target sta', staging",
    "'rollback --target staging scenario rate', rate-limiting",
    "'rollback scenario rate-limiting --dry', --dry-run",
    "'rollback drill --fault wrong', wrong-secret",
    "'rollback status --output te', text",
    "'rollback help crash', crash-and-resume",
    "'rollback actions redis.delete', redis.delete-keys",
    "'rollback completion fi', fish",
    "'rollback apply scen', scenarios"
  })
  void bashCompletes(String line, String word) throws Exception {
    assertThat(inBash(line)).containsExactly(word);
    assertAnswered();
  }

  @Test
  void bashDividesAtTheEqualsSign() throws Exception {
    assertThat(inBash("rollback status --output = js")).containsExactly("json", "jsonl");
  }

  @Test
  void whatIsOfferedIsNotEvaluated() throws Exception {
    assertThat(inBash("rollback scenario odd")).hasSize(1);
    assertThat(home.resolve("pwned")).doesNotExist();
  }

  @Test
  void bashOffersNothingHidden() throws Exception {
    assertThat(inBash("rollback __")).isEmpty();
  }

  private List<String> inBash(String line) throws Exception {
    var script = script(Completion.bash);
    return run(
        "bash",
        "-c",
        "source '%s'; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _rollback '%s/bin/rollback'; ((${#COMPREPLY[@]} == 0)) || printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, home),
        "bash",
        line);
  }

  @ParameterizedTest
  @CsvSource({
    "'rollback sche', schema",
    "'rollback policy expl', explain",
    "'rollback scenario rate', rate-limiting",
    "'rollback policy explain --target sta', staging",
    "'rollback scenario rate-limiting --dry', --dry-run",
    "'rollback drill --fault wrong', wrong-secret",
    "'rollback help crash', crash-and-resume"
  })
  void fishCompletes(String line, String word) throws Exception {
    assumeTrue(installed("fish"), "fish is not installed");

    var offered =
        run(
            "fish",
            "-N",
            "-c",
            "source '%s'; complete -C '%s'".formatted(script(Completion.fish), line));

    assertThat(offered.stream().map(l -> l.split("\t", 2)[0])).containsExactly(word);
    assertAnswered();
  }

  /**
   * At a terminal of its own, since zsh completes nowhere else. The prompt is written in two
   * pieces, so that the echo of the line that sets it is not taken for it.
   */
  @ParameterizedTest
  @CsvSource({
    "'rollback sche', schema",
    "'rollback policy expl', explain",
    "'rollback scenario rate', rate-limiting",
    "'rollback policy explain --target sta', staging",
    "'rollback scenario rate-limiting --dry', --dry-run",
    "'rollback drill --fault wrong', wrong-secret",
    "'rollback help crash', crash-and-resume"
  })
  void zshCompletes(String line, String word) throws Exception {
    assumeTrue(installed("zsh"), "zsh is not installed");
    var typing =
        Files.writeString(
            home.resolve("typing.zsh"),
            """
            zmodload zsh/zpty || exit 9
            zpty z "TERM=dumb zsh -f -i"
            zpty -w z "PS1='REA''DY> '; autoload -Uz compinit; compinit -u -D; source '%s'"
            zpty -r -m z seen '*READY> *'
            zpty -w -n z "$1"$'\\t'"END"
            zpty -r -m z seen '*END*'
            print -r -- "$seen"
            zpty -d z
            """
                .formatted(script(Completion.zsh)));

    assertThat(run("zsh", "-f", typing.toString(), line))
        .anyMatch(seen -> seen.contains(" " + word + " "));
    assertAnswered();
  }

  @ParameterizedTest
  @EnumSource
  void theScriptIsOneThatTheShellReads(Completion completion) throws Exception {
    assumeTrue(installed(completion.name()), completion + " is not installed");

    assertThat(run(completion.name(), "-n", script(completion).toString())).isEmpty();
  }

  @Test
  void theShellOfThePersonIsTheDefault() {
    shell.export("SHELL", "/usr/bin/fish");
    assertThat(shell.run("completion").out()).isEqualTo(shell.run("completion", "fish").out());

    shell.export("SHELL", "/bin/ksh");
    assertThat(shell.run("completion").exit()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void theProgramAnswersFromFilesAlone() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          home.resolve("rollback.yaml"),
          """
          apiVersion: rollback/v1
          targets: {production: {http: {base: "http://127.0.0.1:%d"}}}
          """
              .formatted(server.getLocalPort()));

      assertThat(shell.run(Completion.ASK, "targets").out()).isEqualTo("production\t\n");
      assertThat(shell.run(Completion.ASK, "scenarios").out())
          .contains("rate-limiting\tCustomers are refused\n");
      assertThat(shell.run(Completion.ASK, "runs").out()).isEmpty();

      server.setSoTimeout(100);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** What a shell has asked the script for, the program answers alike. */
  private void assertAnswered() throws IOException {
    var asked = home.resolve("asked");
    if (Files.exists(asked)) {
      var words = Files.readAllLines(asked);
      assertThat(shell.run(words.toArray(String[]::new)).out())
          .as(words.toString())
          .isEqualTo(Files.readString(home.resolve(words.get(1))));
    }
  }

  @Test
  void theProgramAnswersWhileALineIsHalfWritten() throws IOException {
    for (var half : List.of("--target", "--output yaml", "--help", "--no-such", "--config")) {
      var line = (Completion.ASK + " targets scenario x " + half).split(" ", -1);
      assertThat(shell.run(line).out()).as(half).isEqualTo("staging\t\n");
    }
    Files.writeString(
        home.resolve("other.yaml"),
        """
        apiVersion: rollback/v1
        targets: {elsewhere: {http: {base: "http://127.0.0.1:9"}}}
        """);
    for (var named :
        List.of("--config other.yaml", "--config=other.yaml", "--config = other.yaml")) {
      var line = (Completion.ASK + " targets scenario x " + named + " --target").split(" ", -1);
      assertThat(shell.run(line).out()).as(named).isEqualTo("elsewhere\t\n");
    }
  }

  @Test
  void whatCannotBeReadIsNotOfferedAndNotToldInTheMiddleOfALine() throws Exception {
    Files.writeString(home.resolve("rollback.yaml"), "targets: [\n");

    var answer = shell.run(Completion.ASK, "targets");

    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.exit()).isEqualTo(ExitCode.USAGE.code());
  }

  private Path script(Completion completion) throws IOException {
    var script = shell.run("completion", completion.name());
    assertThat(script.exit()).as(script.err()).isZero();
    return Files.writeString(home.resolve("completion." + completion), script.out());
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private List<String> run(String... words) throws Exception {
    var builder = new ProcessBuilder(words).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    var process = builder.start();
    var said = process.inputReader().lines().toList();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
    return said;
  }
}
