package dev.rollback.adapter.git.repository;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.git.TestGit;
import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How git is run: bounded, unasked, and ended with all that it started. */
final class GitProgramTest {
  @TempDir Path folder;
  private TestGit git;

  @BeforeEach
  void start() {
    git = new TestGit(folder);
  }

  @AfterEach
  void stop() {
    git.close();
  }

  private Answer run(Duration patience, String... arguments) {
    return new GitProgram(git.environment())
        .run(new Call(git.clone, List.of(arguments), Map.of(), "", patience));
  }

  /** A command of the user's own, which is how git runs any program. */
  private Answer shell(Duration patience, String command) {
    return run(patience, "-c", "alias.x=!" + command, "x");
  }

  private void gone(Path pidFile) {
    var pid = Long.parseLong(TestGit.read(pidFile).strip());
    await()
        .atMost(10, SECONDS)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void whatTakesTooLongIsEndedWithItsChildren() {
    var pid = folder.resolve("pid");
    var answer =
        shell(Duration.ofSeconds(2), "sh -c 'trap \"\" TERM; echo $$ > " + pid + "; sleep 600; :'");
    assertThat(answer.cut()).contains("did not end within 2 s");
    assertThat(answer.ok()).isFalse();
    gone(pid);
  }

  @Test
  void whatIsLeftBehindIsNotWaitedFor() {
    var pid = folder.resolve("pid");
    var answer =
        shell(Duration.ofSeconds(20), "sh -c 'sleep 600 & echo $! > " + pid + "; echo done'");
    assertThat(answer.ok()).isTrue();
    assertThat(answer.out()).isEqualTo("done\n");
    ProcessHandle.of(Long.parseLong(TestGit.read(pid).strip())).ifPresent(ProcessHandle::destroy);
  }

  @Test
  void whatNeverStopsPrintingIsEnded() {
    var answer = shell(Duration.ofSeconds(60), "yes");
    assertThat(answer.ok()).isFalse();
    assertThat(answer.cut()).contains("printed more than 16 MiB");
  }

  @Test
  void ofManyErrorsTheLastAreKept() {
    var answer = shell(Duration.ofSeconds(60), "sh -c 'yes no | head -n 200000 >&2; echo end >&2'");
    assertThat(answer.err()).endsWith("end\n").hasSizeLessThan(64 << 10);
  }

  @Test
  void whoIsInterruptedEndsIt() throws InterruptedException {
    var pid = folder.resolve("pid");
    var said = new AtomicReference<String>("");
    var flag = new AtomicReference<Boolean>(false);
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  var answer =
                      shell(
                          Duration.ofMinutes(10),
                          "sh -c 'echo $$ > "
                              + pid
                              + ".new; mv "
                              + pid
                              + ".new "
                              + pid
                              + "; exec sleep 600'");
                  said.set(answer.cut().orElse(""));
                  flag.set(Thread.currentThread().isInterrupted());
                });
    await().atMost(10, SECONDS).until(() -> Files.exists(pid));
    thread.interrupt();
    thread.join();
    assertThat(said.get()).isEqualTo("was interrupted");
    assertThat(flag.get()).isTrue();
    gone(pid);
  }

  @Test
  void thereIsNothingToReadForAProgramThatAsks() {
    assertThat(shell(Duration.ofSeconds(20), "cat").out()).isEmpty();
  }

  @Test
  void aLockInTheCloneIsNamed() throws IOException {
    Files.createFile(git.clone.resolve(".git/index.lock"));
    var answer = run(Duration.ofSeconds(20), "rm", "--cached", "one");
    var said = new GitErrors("here").writing("removing a file", answer);
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem())
        .startsWith("here: a lock file is there")
        .contains(".git/index.lock': File exists");
  }

  @Test
  void aWriteThatFailsForNoKnownReasonMayHaveHappened() {
    var answer = shell(Duration.ofSeconds(20), "sh -c 'echo strange >&2; exit 3'");
    assertThat(new GitErrors("here").writing("pushing", answer))
        .satisfies(
            said -> {
              assertThat(said.effect()).isEqualTo(Effect.UNKNOWN);
              assertThat(said.problem()).isEqualTo("here: git failed while pushing: strange");
            });
    assertThat(new GitErrors("here").reading("asking", answer).effect()).isEqualTo(Effect.NONE);
  }
}
