package dev.rollback.adapter.git;

import static dev.rollback.adapter.git.RevertCase.MADE;
import static dev.rollback.adapter.git.RevertCase.apply;
import static dev.rollback.adapter.git.RevertCase.failure;
import static dev.rollback.adapter.git.RevertCase.inClone;
import static dev.rollback.adapter.git.RevertCase.onRemote;
import static dev.rollback.adapter.git.RevertCase.onto;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong when reverts of {@code git.revert} are committed, pushed or kept. */
final class GitRevertPushTroubleTest {
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

  private Connection<GitReader, GitWriter> way() {
    return git.connect();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBranchThatComesUpMeanwhileIsNotTaken(boolean push) {
    var bad = git.push("a", "1\n");
    var action = push ? onRemote(bad) : inClone(bad);
    var way = way();
    var before = action.observe(way.reader());
    var after = action.desired(before.state());
    // It points to the very commit from which it would have been made.
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:refs/heads/" + MADE);
    git.git(git.clone, "branch", MADE);
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.write(before, after, way.writer()));
    assertThat(said.problem()).contains(MADE, "has moved on");
    assertThat(git.git(git.clone, "rev-parse", MADE)).isEqualTo(bad);
    assertThat(git.git(git.bare, "rev-parse", MADE)).isEqualTo(bad);
  }

  @Test
  void whoPushesAtTheSameInstantIsNotOverwritten() {
    var bad = git.push("a", "1\n");
    TestGit.script(
        git.clone.resolve(".git/hooks/pre-push"),
        "cd %s && unset GIT_DIR && git commit-tree -p main -m theirs main^{tree} | xargs git update-ref refs/heads/main"
            .formatted(git.bare));
    var said = failure(onto(bad), way());
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("main in origin", "has moved on");
    assertThat(git.git(git.bare, "log", "-1", "--format=%s", "main")).isEqualTo("theirs");
  }

  @Test
  void aProtectedBranchSaysSoAndWhatElseThereIs() {
    var bad = git.push("a", "1\n");
    git.hook(
        "pre-receive",
        "while read o n r; do [ $r = refs/heads/main ] && echo 'GH006: Protected branch update"
            + " failed' >&2 && exit 1; done; exit 0");
    var said = failure(onto(bad), way());
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("refs/heads/main", "GH006", "hook declined");
    assertThat(said.advice().orElseThrow()).contains("pull request");
    apply(onRemote(bad), way());
  }

  @Test
  void aHookOfTheUserThatDeclinesIsQuotedAndNothingIsSent() {
    var bad = git.push("a", "1\n");
    TestGit.script(git.clone.resolve(".git/hooks/pre-push"), "echo 'tests failed' >&2; exit 3");
    var said = failure(onRemote(bad), way());
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("pre-push hook", "tests failed");
    assertThat(git.git(git.bare, "branch", "--list", MADE)).isEmpty();
  }

  @Test
  void aHookThatRefusesTheMessageIsQuoted() {
    var bad = git.push("a", "1\n");
    TestGit.script(
        git.clone.resolve(".git/hooks/prepare-commit-msg"), "echo 'no ticket' >&2; exit 1");
    var said = failure(inClone(bad), way());
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("no ticket", "committing the revert of");
  }

  @Test
  void aHookThatTakesTheTracesAwayIsNotAccepted() {
    var bad = git.push("a", "1\n");
    TestGit.script(
        git.clone.resolve(".git/hooks/prepare-commit-msg"), "echo 'Another text' > \"$1\"");
    var said = failure(inClone(bad), way());
    assertThat(said.problem()).contains("a hook of the clone has changed");
    assertThat(git.git(git.clone, "branch", "--list", MADE)).isEmpty();
  }

  @Test
  void theRemoteGoesAwayAndComesBack() throws IOException {
    var bad = git.push("a", "1\n");
    var action = onRemote(bad);
    var way = way();
    var before = action.observe(way.reader());
    var after = action.desired(before.state());
    var away = Files.move(git.bare, folder.resolve("away"));
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.write(before, after, way.writer()));
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("there is no repository");
    Files.move(away, git.bare);
    action.write(before, after, way.writer());
  }

  @Test
  void ofAPushThatBreaksOffNobodyKnowsAndLookingTells() {
    var bad = git.push("a", "1\n");
    var action = onRemote(bad);
    git.hook("post-receive", "kill -9 $PPID");
    var way = way();
    var before = action.observe(way.reader());
    var after = action.desired(before.state());
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.write(before, after, way.writer()));
    assertThat(said.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(action.observe(way.reader()).state()).as("it had arrived").isEqualTo(after);
  }

  @Test
  void ofAPushThatIsNotAnsweredNobodyKnowsAndNothingOfItGoesOnRunning() {
    var action = onRemote(git.push("a", "1\n"));
    var program = new GitProgram(git.environment());
    var checkout = new Checkout(program, git.clone);
    var scratch = new Scratch(program, checkout, "origin", git.temporary());
    var benches = new Benches(program, checkout, "origin", git.temporary(), Duration.ofSeconds(5));
    var writer =
        new SystemGit(
            git.settings(),
            checkout,
            scratch,
            new Remote(checkout, scratch, "origin"),
            benches,
            Pin.none());
    var before = action.observe(writer);
    var after = action.desired(before.state());
    git.hook("pre-receive", "echo $$ > " + folder.resolve("pid") + "; exec sleep 600");
    var said =
        catchThrowableOfType(SystemException.class, () -> action.write(before, after, writer));
    assertThat(said.problem()).contains("did not end within 5 s", git.bare.toString());
    assertThat(said.effect()).isEqualTo(Effect.UNKNOWN);
    var hook = Long.parseLong(TestGit.read(folder.resolve("pid")).strip());
    await("the hook's end")
        .atMost(10, SECONDS)
        .until(() -> ProcessHandle.of(hook).filter(ProcessHandle::isAlive).isEmpty());
    benches.close();
    scratch.close();
  }

  @Test
  void aServerThatOnlyServesReadersIsMissedInPreflightAndSaidAtThePush() {
    var bad = git.push("a", "1\n");
    try (var daemon = new GitDaemon(folder, git.environment())) {
      git.git(git.clone, "remote", "set-url", "origin", daemon.url("remote.git"));
      assertThat(onRemote(bad).requirements().stream().map(r -> r.probe().apply(way().reader())))
          .anyMatch(Finding.Missing.class::isInstance);
      var said = failure(onRemote(bad), way());
      assertThat(said.effect()).isEqualTo(Effect.NONE);
      assertThat(said.problem()).contains("may not do that there");
    }
  }

  @Test
  void severalPlacesToPushToAreRefused() {
    var bad = git.push("a", "1\n");
    git.git(git.clone, "remote", "set-url", "--add", "--push", "origin", git.bare.toString());
    git.git(git.clone, "remote", "set-url", "--add", "--push", "origin", "/elsewhere/x.git");
    assertThat(failure(onRemote(bad), way()).problem()).contains("2 addresses");
  }

  @Test
  void aBranchThatIsCheckedOutIsNotTakenFromUnderItsUser() {
    var action = inClone(git.push("a", "1\n"));
    var way = way();
    var before = apply(action, way);
    git.git(git.clone, "checkout", "--quiet", MADE);
    var now = action.observe(way.reader());
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.write(now, before.state(), way.writer()));
    assertThat(said.problem()).contains("is checked out in " + git.clone);
    assertThat(git.git(git.clone, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/" + MADE);
  }

  @Test
  void aLockInTheCloneIsNamed() throws IOException {
    var action = inClone(git.push("a", "1\n"));
    TestGit.make(git.clone.resolve(".git/refs/heads/rollback"));
    Files.createFile(git.clone.resolve(".git/refs/heads/" + MADE + ".lock"));
    var said = failure(action, way());
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains(MADE + ".lock': File exists");
  }

  @Test
  void aBranchInTheWayOfTheFolderIsNamed() {
    var bad = git.push("a", "1\n");
    git.git(git.clone, "branch", "rollback");
    git.git(git.clone, "push", "--quiet", "origin", "rollback");
    assertThat(failure(inClone(bad), way()).problem()).contains("refs/heads/rollback' exists");
    assertThat(failure(onRemote(bad), way()).effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void theTokenOfTheRemoteIsInNoMessageAndNoArgument() {
    var bad = git.push("a", "1\n");
    var log = folder.resolve("argv");
    var path =
        TestGit.script(
                folder.resolve("bin/git"),
                "echo \"$@\" >> %s; PATH=%s; exec git \"$@\"".formatted(log, System.getenv("PATH")))
            .resolveSibling("");
    try (var http = new GitHttp(folder, git.environment())) {
      git.git(git.bare, "config", "http.receivepack", "true");
      git.git(
          git.clone,
          "remote",
          "set-url",
          "origin",
          "http://%s:%s@%s/remote.git".formatted(GitHttp.USER, GitHttp.TOKEN, http.host()));
      apply(onRemote(bad), git.connect("PATH", path.toString()));
      git.hook("pre-receive", "exit 1");
      var said = failure(onto(bad), git.connect("PATH", path.toString()));
      assertThat(said.problem()).contains(http.host()).doesNotContain(GitHttp.TOKEN);
      assertThat(TestGit.read(log)).contains("push --porcelain").doesNotContain(GitHttp.TOKEN);
    }
  }
}
