package dev.rollback.adapter.git;

import static dev.rollback.adapter.git.RevertCase.MADE;
import static dev.rollback.adapter.git.RevertCase.apply;
import static dev.rollback.adapter.git.RevertCase.failure;
import static dev.rollback.adapter.git.RevertCase.inClone;
import static dev.rollback.adapter.git.RevertCase.onRemote;
import static dev.rollback.adapter.git.RevertCase.onto;
import static dev.rollback.adapter.git.RevertCase.refusal;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with {@code git.revert}: what is said, and that nothing of it is left behind. */
final class GitRevertTroubleTest {
  private static final String NONE = "0123456789012345678901234567890123456789";

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
  @CsvSource({
    "75ef432, no full commit id",
    "HEAD, no full commit id",
    "main, no full commit id",
    "HEAD~6..HEAD, HEAD~6..HEAD",
    "main..HEAD, not HEAD",
    "a...b, two dots",
    "..main, the ends of a range",
    "--all..main, the ends of a range",
    "'[other commits...]', two dots",
  })
  void whatMayMeanAnotherCommitTomorrowIsRefused(String commit, String why) {
    assertThatThrownBy(() -> onto(commit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void inputsThatCannotBeMeantAreRefused() {
    var none = Optional.<String>empty();
    var at = RevertCase.AT;
    var c = List.of(NONE);
    assertThatThrownBy(() -> new Revert(List.of(), Optional.empty(), none, false, none, at))
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> new Revert(c, Optional.of(0), none, false, none, at))
        .hasMessageContaining("counts from 1");
    assertThatThrownBy(() -> new Revert(c, Optional.empty(), Optional.of("-x"), false, none, at))
        .hasMessageContaining("cannot be the name of a branch");
    assertThatThrownBy(() -> new Revert(c, Optional.empty(), none, false, Optional.of("main"), at))
        .hasMessageContaining("push: true");
    assertThatThrownBy(
            () -> new Revert(c, Optional.empty(), Optional.of("x"), true, Optional.of("main"), at))
        .hasMessageContaining("makes no branch");
  }

  @Test
  void aConflictNamesTheFilesAndWhoChangedThemSince() {
    git.push("cache.py", "a\nb\nc\n");
    git.push("gone.py", "x\n");
    var bad = git.push("cache.py", "a\nB\nc\n");
    git.push("cache.py", "a\nB2\nc\n");
    var said = refusal(onto(bad), way());
    assertThat(said.problem())
        .contains("Change cache.py", "there are conflicts: cache.py (changed since by ");
    assertThat(said.advice().orElseThrow()).contains("git revert " + bad);
  }

  @Test
  void afterAConflictTheNextPreviewIsAsIfThereHadBeenNone() {
    git.push("cache.py", "a\nb\nc\n");
    var bad = git.push("cache.py", "a\nB\nc\n");
    git.push("cache.py", "a\nB2\nc\n");
    var fine = git.push("fine.py", "x\n");
    var way = way();
    refusal(onto(bad), way);
    apply(onto(fine), way);
    assertThat(git.git(git.bare, "ls-tree", "--name-only", "main").lines())
        .containsExactly("cache.py", "one");
  }

  @Test
  void aFileThatWasDeletedSinceIsAConflict() throws IOException {
    git.push("cache.py", "a\n");
    var bad = git.push("cache.py", "b\n");
    Files.delete(git.clone.resolve("cache.py"));
    git.push("other", "x\n");
    assertThat(refusal(onto(bad), way()).problem()).contains("cache.py (deleted since by ");
  }

  @Test
  void commitsThatAreNotThereOrNotOfTheBranchAreRefused() {
    assertThat(refusal(onto(NONE), way()).problem()).contains("There is no commit " + NONE);
    git.git(git.clone, "checkout", "--quiet", "-b", "aside");
    var aside = git.commit("aside");
    git.git(git.clone, "checkout", "--quiet", "main");
    assertThat(refusal(onto(aside), way()).problem()).contains("is not part of main");
    var tree = git.git(git.clone, "rev-parse", "HEAD^{tree}");
    assertThat(refusal(onto(tree), way()).problem()).contains("There is no commit " + tree);
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() {
    var first = git.git(git.clone, "rev-parse", "HEAD");
    var second = git.push("a", "1\n");
    assertThat(refusal(onto(second + ".." + first), way()).problem()).contains("did not lead to");
    assertThat(refusal(onto("v9..main"), way()).problem()).contains("no branch and no tag 'v9'");
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:refs/tags/main");
    assertThat(refusal(onto(first + "..main"), way()).problem())
        .contains("both a branch and a tag");
  }

  @Test
  void ontoNamesTheConnectionsBranch() {
    var bad = git.push("a", "1\n");
    var other =
        new Revert(
            List.of(bad),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.of("master"),
            RevertCase.AT);
    assertThat(refusal(other, way()).problem()).contains("`onto` is master", "branch is main");
  }

  @Test
  void aBranchThatIsThereAlreadyIsNotTaken() {
    var bad = git.push("a", "1\n");
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:refs/heads/" + MADE);
    git.git(git.clone, "branch", MADE);
    for (var action : List.of(onRemote(bad), inClone(bad))) {
      assertThat(refusal(action, way()).problem()).contains(MADE, "is there already");
    }
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
  void whoHasNoNameIsToldSoBeforeAndAtTheCommit() {
    var bad = git.push("a", "1\n");
    TestGit.write(git.home.resolve(".gitconfig"), "[user]\n\tuseConfigOnly = true\n");
    var action = inClone(bad);
    assertThat(action.requirements().stream().map(r -> probe(r)))
        .anySatisfy(
            found ->
                assertThat(found)
                    .isInstanceOfSatisfying(
                        Finding.Missing.class,
                        missing -> assertThat(missing.remedy()).contains("user.email")));
    assertThat(failure(action, way()).problem()).contains("does not know who commits");
  }

  private Finding probe(Requirement<GitReader> requirement) {
    return requirement.probe().apply(way().reader());
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

  @ParameterizedTest
  @ValueSource(ints = {403, 500})
  void whatAWebServerAnswersIsSaid(int status) {
    var bad = git.push("a", "1\n");
    try (var http = new GitHttp(folder, git.environment())) {
      git.git(git.clone, "remote", "set-url", "--push", "origin", http.url(status + "/remote.git"));
      var said = refusal(onRemote(bad), way());
      assertThat(said.problem()).contains(http.url(status + "/remote.git"));
    }
  }

  @Test
  void aServerThatOnlyServesReadersIsMissedInPreflightAndSaidAtThePush() {
    var bad = git.push("a", "1\n");
    try (var daemon = new GitDaemon(folder, git.environment())) {
      git.git(git.clone, "remote", "set-url", "origin", daemon.url("remote.git"));
      assertThat(onRemote(bad).requirements().stream().map(this::probe))
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
  void aShallowCloneIsRefusedWithTheWayToCompleteIt() {
    var bad = git.push("a", "1\n");
    git.git(folder, "clone", "--quiet", "--depth=1", "file://" + git.bare, "shallow");
    var said = refusal(inClone(bad), git.connect(new GitSettings("shallow", "origin", "main")));
    assertThat(said.advice().orElseThrow()).contains("fetch --unshallow origin");
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
  void aFullDiskIsSaidToBeFull() {
    var bad = git.push("a", "1\n");
    var said =
        catchThrowableOfType(
            SystemException.class,
            () -> inClone(bad).observe(git.connect("TMPDIR", "/proc").reader()));
    assertThat(said.problem()).contains("cannot be made in /proc");
    assertThat(said.advice().orElseThrow()).contains("TMPDIR");
  }

  @Test
  void nothingIsLeftAmongTheTemporaryFiles() {
    var bad = git.push("a", "1\n");
    try (var way = way()) {
      apply(onRemote(bad), way);
      assertThat(git.temporary()).isNotEmptyDirectory();
    }
    assertThat(git.temporary()).isEmptyDirectory();
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
