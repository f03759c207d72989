package dev.rollback.adapter.host.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Risk;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code exec.run} and {@code exec.ensure} start programs, and what they say of them. */
final class ProgramsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final SecretRef TOKEN = new SecretRef.Env("TOKEN");
  private static final SecretRef NONE = new SecretRef.Env("NONE");

  @TempDir Path folder;
  private Connection<HostReader, HostWriter> here;

  @BeforeEach
  void connect() {
    here = TestHosts.here(System.getenv(), folder);
  }

  /** With what most runbooks leave to its default. */
  private static RunProgram run(List<String> command, boolean shell, List<Integer> codes) {
    return run(command, shell, Map.of(), Map.of(), codes, List.of(), TIMEOUT);
  }

  private static RunProgram run(
      List<String> command,
      boolean shell,
      Map<String, String> environment,
      Map<String, SecretRef> secrets,
      List<Integer> codes,
      List<String> done,
      Duration timeout) {
    return new RunProgram(
        command,
        shell,
        environment,
        secrets,
        Optional.empty(),
        timeout,
        codes,
        Risk.REVERSIBLE,
        done);
  }

  private static RunProgram script(String text) {
    return run(List.of(text), true, List.of());
  }

  private SystemException fails(RunProgram program) {
    return catchThrowableOfType(SystemException.class, () -> program.execute(here.writer()));
  }

  private EnsureProgram ensure(String command, String check, String... undo) {
    return new EnsureProgram(
        List.of(command),
        List.of(check),
        List.of(undo),
        true,
        Map.of(),
        Map.of(),
        Optional.empty(),
        TIMEOUT,
        Risk.REVERSIBLE);
  }

  @Test
  void whatItPrintedIsSaidInOneLine() {
    assertThat(
            script("echo one; echo two >&2; printf '\\033[31mthree\\033[0m\\007\\n'")
                .execute(here.writer()))
        .startsWith("exit code 0 after ")
        .endsWith(": one; three");
    assertThat(script("printf 'a\\033[31mb\\033[0m\\007\\n'").execute(here.writer()))
        .endsWith(": ab");
    assertThat(script("seq 1 100").execute(here.writer()))
        .contains("the last of 100 lines: 96; 97; 98; 99; 100");
    assertThat(script("yes no | head -n 400000").execute(here.writer()))
        .containsPattern("\\([0-9,]{7,} bytes were not kept\\)");
  }

  @Test
  void whatItPrintsIsToldWhileItRuns() {
    var lines = new CopyOnWriteArrayList<String>();
    script("echo one; echo two").execute(here.writer(), lines::add);
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void otherExitCodesThanThoseThatAreExpectedAreNoSuccess() {
    assertThat(run(List.of("sh", "-c", "exit 3"), false, List.of(0, 3)).execute(here.writer()))
        .startsWith("exit code 3 after ");
    var failed = fails(run(List.of("sh", "-c", "echo oh >&2; exit 4"), false, List.of(0, 3)));
    assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failed.problem())
        .startsWith("sh -c 'echo oh >&2; exit 4' on this machine ended with exit code 4 after ")
        .endsWith(": oh");
    assertThat(failed.advice()).get().asString().contains("exit-codes");
  }

  @Test
  void noShellReadsTheArgumentsUnlessItIsAskedTo() {
    assertThat(run(List.of("echo", "$HOME", "*", "a  b"), false, List.of()).execute(here.writer()))
        .endsWith(": $HOME * a  b");
    assertThat(script("echo $((1+1))").execute(here.writer())).endsWith(": 2");
  }

  @Test
  void secretsComeIntoItsEnvironmentAndNowhereElse() {
    var program =
        run(
            List.of("test \"$T\" = \"$E\" && echo same"),
            true,
            Map.of("E", TestHosts.SECRET),
            Map.of("T", TOKEN),
            List.of(),
            List.of(),
            TIMEOUT);
    assertThat(program.execute(here.writer())).endsWith(": same");
    var quiet =
        run(List.of("true"), false, Map.of(), Map.of("T", TOKEN), List.of(), List.of(), TIMEOUT);
    assertThat(quiet.preview() + quiet)
        .contains("T from a secret")
        .doesNotContain(TestHosts.SECRET);
  }

  @Test
  void aSecretThatCannotBeReadIsMissedBeforeAnythingIsDone() {
    var program =
        run(
            List.of("touch", "flag"),
            false,
            Map.of(),
            Map.of("T", NONE),
            List.of(),
            List.of(),
            TIMEOUT);
    assertThat(fails(program).effect()).isEqualTo(Effect.NONE);
    assertThat(folder.resolve("flag")).doesNotExist();
    assertThatThrownBy(
            () -> program.requirements().stream().map(r -> r.probe().apply(here.reader())).toList())
        .hasMessageContaining("NONE");
  }

  @Test
  void itsOwnCommandTellsWhetherItWasDone() throws IOException {
    var program =
        run(
            List.of("true"),
            true,
            Map.of(),
            Map.of(),
            List.of(),
            List.of("test -e done || exit $(cat code)"),
            TIMEOUT);
    Files.writeString(folder.resolve("code"), "1");
    assertThat(program.done(here.reader())).contains(false);
    Files.writeString(folder.resolve("code"), "2");
    assertThat(program.done(here.reader())).as("neither yes nor no").isEmpty();
    Files.createFile(folder.resolve("done"));
    assertThat(program.done(here.reader())).contains(true);
  }

  @Test
  void whatTakesTooLongMayHaveHappened() {
    var program =
        run(
            List.of("sleep", "600"),
            false,
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Duration.ofMillis(300));
    var failed = fails(program);
    assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failed.problem())
        .isEqualTo("sleep on this machine did not end within 0.3 s and was killed");
  }

  @Test
  void whatNoMachineCouldStartIsRefusedWhereItIsWritten() {
    assertThatThrownBy(() -> run(List.of(), false, List.of()))
        .hasMessageContaining("names no program");
    assertThatThrownBy(() -> run(List.of(" "), false, List.of()))
        .hasMessageContaining("names no program");
    assertThatThrownBy(() -> run(List.of("a", "b\0"), false, List.of()))
        .hasMessageContaining("null character");
    assertThatThrownBy(() -> run(List.of("a", "b"), true, List.of()))
        .hasMessageContaining("is one text");
    for (var name : List.of("", "A B", "1A", "A=B", "A\nB")) {
      assertThatThrownBy(
              () ->
                  run(
                      List.of("true"),
                      false,
                      Map.of(name, "x"),
                      Map.of(),
                      List.of(),
                      List.of(),
                      TIMEOUT))
          .as(name)
          .hasMessageContaining("cannot be the name of a variable");
    }
    assertThatThrownBy(
            () ->
                run(
                    List.of("true"),
                    false,
                    Map.of("T", "x"),
                    Map.of("T", TOKEN),
                    List.of(),
                    List.of(),
                    TIMEOUT))
        .hasMessageContaining("in `environment` and in `secrets`");
    assertThatThrownBy(
            () ->
                run(
                    List.of("true"),
                    false,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    Duration.ZERO))
        .hasMessageContaining("`timeout`");
  }

  @Test
  void aCheckThatSaysNeitherYesNorNoIsNoState() {
    assertThatThrownBy(() -> ensure("true", "echo what; exit 2").observe(here.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("says neither yes nor no: exit code 2")
        .hasMessageContaining("what");
  }

  @Test
  void aCommandThatFailsHasDoneWhatItsCheckSays() {
    var broken = ensure("echo no >&2; exit 5", "test -e flag");
    var now = broken.observe(here.reader());
    assertThatThrownBy(() -> broken.write(now, broken.desired(now.state()), here.writer()))
        .isInstanceOfSatisfying(
            SystemException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
        .hasMessageContaining("by its check nothing has changed: exit code 5");
    var noisy = ensure("touch flag; exit 5", "test -e flag");
    noisy.write(now, noisy.desired(now.state()), here.writer());
    assertThat(noisy.observe(here.reader()).state()).isEqualTo(new Holds(true));
  }

  @Test
  void whatItsCheckDoesNotYetTellIsWaitedFor() {
    assertThat(ensure("true", "echo not yet; exit 1").ready(new Holds(true), here.reader()))
        .isInstanceOfSatisfying(
            Readiness.Waiting.class, w -> assertThat(w.progress()).contains("not yet"));
  }

  @Test
  void withoutACommandThatTakesItBackItCannotBeUndone() {
    assertThat(ensure("true", "true").undo().toString()).contains("its author gives no command");
    assertThat(ensure("true", "true", "true").undo()).isEqualTo(dev.rollback.action.Undo.RESTORE);
  }

  @Test
  void aFolderThatIsNotThereIsMissedBeforeAnythingIsDone() {
    var program =
        new RunProgram(
            List.of("true"),
            false,
            Map.of(),
            Map.of(),
            Optional.of("no such folder"),
            TIMEOUT,
            List.of(),
            Risk.REVERSIBLE,
            List.of());
    assertThat(fails(program).effect()).isEqualTo(Effect.NONE);
    assertThatThrownBy(() -> program.requirements().getFirst().probe().apply(here.reader()))
        .hasMessageContaining("there is no folder " + folder.resolve("no such folder"));
    assertThat(
            run(List.of("no-such"), false, List.of())
                .requirements()
                .getFirst()
                .probe()
                .apply(here.reader()))
        .isInstanceOf(Finding.Missing.class);
  }
}
