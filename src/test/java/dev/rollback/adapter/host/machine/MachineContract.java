package dev.rollback.adapter.host.machine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What holds of every machine, however it is reached. */
abstract class MachineContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HARD = " a  b'c\"d$HOME`id`\\ \n*é\u00a0;&|<>!{}~#";

  abstract Machine machine();

  private Ended run(String... argv) {
    return machine().run(Command.of(List.of(argv), PATIENCE), _ -> {});
  }

  private SystemException fails(Command command) {
    return catchThrowableOfType(SystemException.class, () -> machine().run(command, _ -> {}));
  }

  private static Command in(String directory, String... argv) {
    return new Command(
        List.of(argv), Map.of(), Map.of(), List.of(), Optional.of(directory), PATIENCE);
  }

  @Test
  void argumentsArriveAsTheyAre() {
    var ended = run("printf", "[%s]", HARD, "", "-n", "${x}", "%d");
    assertThat(ended.with(0)).isTrue();
    assertThat(ended.out().text()).isEqualTo("[" + HARD + "][][-n][${x}][%d]");
  }

  @Test
  void exitCodeAndBothOutputsAreItsOwn() {
    var ended = run("sh", "-c", "echo out; echo err >&2; printf 'no end'; exit 255");
    assertThat(ended.exit()).isEqualTo(255);
    assertThat(ended.out().text()).isEqualTo("out\nno end");
    assertThat(ended.err().text()).isEqualTo("err\n");
  }

  @Test
  void itReadsNothing() {
    assertThat(run("cat").out().text()).isEmpty();
  }

  @Test
  void variablesAndSecretsAreSetAndStandInNoArguments() {
    var command =
        new Command(
            List.of(
                "sh",
                "-c",
                "printf '%s|%s|' \"$A\" \"$(echo \"$B\" | tr a-z A-Z)\";"
                    + " cat /proc/*/cmdline 2>/dev/null | tr a-z A-Z"),
            Map.of("A", HARD),
            Map.of("B", Sensitive.of("s3cret-" + "in-environment")),
            List.of(),
            Optional.empty(),
            PATIENCE);
    var said = machine().run(command, _ -> {}).out().text();
    // In capital letters nothing masks it.
    assertThat(said).startsWith(HARD + "|S3CRET-IN-ENVIRONMENT|");
    assertThat(said.indexOf("S3CRET-IN", HARD.length() + 3)).isEqualTo(-1);
  }

  @Test
  void secretsAreMaskedBeforeAnythingIsCutOrJoined() {
    var secret = "first\nsecond\tline";
    var command =
        new Command(
            List.of(
                "sh", "-c", "echo \"[$B]\"; echo \"[$B]\" >&2; printf %s \"$B\" | base64; exit 3"),
            Map.of(),
            Map.of("B", Sensitive.of(secret)),
            List.of(),
            Optional.empty(),
            PATIENCE);
    var ended = machine().run(command, _ -> {});
    assertThat(ended.out().text()).isEqualTo("[***]\n***\n");
    assertThat(Words.printed(ended)).isEqualTo(": [***]");
    assertThat(ended.exit()).isEqualTo(3);
  }

  @Test
  void linesAreToldWhileItRuns() {
    var lines = new CopyOnWriteArrayList<String>();
    var command = Command.of(List.of("sh", "-c", "echo one; echo two >&2; echo three"), PATIENCE);
    machine().run(command, lines::add);
    assertThat(lines).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void ofMuchOutputBeginningAndEndAreKept() {
    var ended = run("sh", "-c", "echo first; yes no | head -n 200000; echo last");
    assertThat(ended.with(0)).isTrue();
    assertThat(ended.out().head()).startsWith("first\nno\n");
    assertThat(ended.out().tail()).endsWith("no\nlast\n");
    assertThat(ended.out().left()).isGreaterThan(300_000);
    assertThat(ended.out().text()).contains("bytes left out");
  }

  @Test
  void whatIsNoTextIsReplaced() {
    assertThat(run("printf", "a\\377b").out().text()).isEqualTo("a\ufffdb");
  }

  @Test
  void theFolderIsWhereItStarts() {
    assertThat(machine().run(in("/usr", "pwd"), _ -> {}).out().text()).isEqualTo("/usr\n");
  }

  @Test
  void aFolderThatIsNotThereIsNamedBeforeAnythingIsDone() {
    var failed = fails(in("/there is/none", "true"));
    assertThat(failed.effect()).isEqualTo(Effect.NONE);
    assertThat(failed.problem()).contains("there is no folder /there is/none");
  }

  @Test
  void aProgramThatIsNotThereIsNamedBeforeAnythingIsDone() {
    for (var name : List.of("no-such-program", "/usr/bin/no such program", "/etc/passwd")) {
      var failed = fails(Command.of(List.of(name), PATIENCE));
      assertThat(failed.effect()).as(name).isEqualTo(Effect.NONE);
      assertThat(failed.problem()).contains("there is no program " + name);
    }
  }

  @Test
  void whatTakesTooLongIsKilledWithAllThatItStarted() {
    var lines = new CopyOnWriteArrayList<String>();
    var command =
        Command.of(
            List.of("sh", "-c", "(trap '' TERM; sleep 86398; :) & sleep 86399 & echo $$; wait"),
            Duration.ofSeconds(1));
    var failed =
        catchThrowableOfType(SystemException.class, () -> machine().run(command, lines::add));
    assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failed.problem()).contains("sh on ", "did not end within 1 s and was killed");
    assertThat(failed.problem()).doesNotContain("still be running", "still running");
    assertThat(lines).hasSize(1);
    await().atMost(10, SECONDS).until(() -> !sleeping());
  }

  private boolean sleeping() {
    return run("sh", "-c", "cat /proc/[0-9]*/cmdline").out().text().contains("8639");
  }

  @Test
  void whatIsLeftBehindIsNotWaitedFor() {
    var ended = run("sh", "-c", "sleep 5 & echo done");
    assertThat(ended.with(0)).isTrue();
    assertThat(ended.out().text()).isEqualTo("done\n");
  }

  @Test
  void thereIsNoTerminalToAskAt() {
    assertThat(run("sh", "-c", "exec 3</dev/tty").exit()).isNotZero();
  }
}
