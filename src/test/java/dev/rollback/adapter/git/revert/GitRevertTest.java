package dev.rollback.adapter.git.revert;

import static dev.rollback.adapter.git.RevertCase.MADE;
import static dev.rollback.adapter.git.RevertCase.apply;
import static dev.rollback.adapter.git.RevertCase.inClone;
import static dev.rollback.adapter.git.RevertCase.merges;
import static dev.rollback.adapter.git.RevertCase.onRemote;
import static dev.rollback.adapter.git.RevertCase.onto;
import static dev.rollback.adapter.git.RevertCase.undo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.RevertCase;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code git.revert} takes back, what it leaves, and what it says beforehand. */
final class GitRevertTest {
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

  private String file(String branch, String file) {
    return git.git(git.bare, "show", branch + ":" + file);
  }

  private List<String> subjects(Path repository, String branch, int most) {
    return git.git(repository, "log", "-n", "" + most, "--format=%s", branch).lines().toList();
  }

  @Test
  void newestFirstWhateverTheOrderAndTheClocks() {
    var first = git.push("shared", "a\n");
    git.push("shared", "a\nb\n");
    git.git(
        git.clone,
        "-c",
        "alias.late=!GIT_COMMITTER_DATE=2001-01-01T00:00:00Z git commit --amend --no-edit -q",
        "late");
    git.git(git.clone, "push", "--quiet", "--force", "origin", "HEAD:main");
    var second = git.git(git.clone, "rev-parse", "HEAD");
    var before = apply(onto(first, second), way());
    assertThat(before.state().open()).containsExactly(second, first);
    assertThat(git.git(git.bare, "ls-tree", "--name-only", "main")).isEqualTo("one");
    assertThat(subjects(git.bare, "main", 2))
        .containsExactly("Revert \"Change shared\"", "Revert \"Change shared\"");
  }

  @Test
  void anUnrelatedHotfixOnTopStaysAndIsShown() {
    var from = git.git(git.clone, "rev-parse", "HEAD");
    git.push("limits", "10\n");
    var to = git.push("guard", "on\n");
    git.push("hotfix", "typo\n");
    var before = apply(onto(from + ".." + to), way());
    assertThat(git.git(git.bare, "ls-tree", "--name-only", "main").lines())
        .containsExactly("hotfix", "one");
    assertThat(before.notes())
        .anyMatch(n -> n.startsWith("Takes back, newest first: ") && n.contains("Change guard"))
        .anyMatch(n -> n.startsWith("Stays, though it came later: ") && n.contains("hotfix"))
        .anyMatch(n -> n.startsWith("2 files change, +0 -2 lines: guard +0 -1; limits +0 -1"))
        .anyMatch(n -> n.contains("revert of the reverts"));
  }

  @Test
  void tagsAndBranchesOfTheRemoteAreResolvedAndPinned() {
    git.git(git.clone, "tag", "-a", "-m", "release", "v1");
    git.git(git.clone, "push", "--quiet", "origin", "v1");
    var bad = git.push("limits", "10\n");
    var action = onRemote("v1..main");
    var before = action.observe(way().reader());
    assertThat(before.state().open()).containsExactly(bad);
    git.git(git.clone, "push", "--quiet", "--force", "origin", bad + ":refs/tags/v1");
    var now = action.observe(way().reader());
    assertThat(now.state()).as("the tag was moved after the plan").isNotEqualTo(before.state());
  }

  @Test
  void whatIsRevertedAlreadyIsNothingToDo() {
    var bad = git.push("limits", "10\n");
    apply(onto(bad), way());
    git.git(git.clone, "pull", "--quiet", "origin", "main");
    var again =
        new Revert(
            List.of(bad),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.of("main"),
            new PlanTime(RevertCase.AT.at().plusSeconds(60)));
    var now = again.observe(way().reader());
    assertThat(again.desired(now.state())).isEqualTo(now.state());
    assertThat(now.notes()).anyMatch(n -> n.startsWith("Nothing is left to take back of: "));
  }

  @Test
  void ofSeveralOnlyWhatIsLeftIsMade() {
    var one = git.push("a", "1\n");
    var two = git.push("b", "1\n");
    git.git(git.clone, "revert", "--no-edit", one);
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:main");
    var before = apply(onto(one, two), way());
    assertThat(before.state().open()).containsExactly(two);
    assertThat(subjects(git.bare, "main", 1)).containsExactly("Revert \"Change b\"");
  }

  @Test
  void anEmptyRangeIsNothingToDo() {
    var tip = git.push("a", "1\n");
    var action = onto(tip + ".." + tip);
    var now = action.observe(way().reader());
    assertThat(action.desired(now.state())).isEqualTo(now.state());
  }

  @Test
  void aMergeIsTakenBackAsOneChangeWhereItsMainlineIsNamed() {
    git.git(git.clone, "checkout", "--quiet", "-b", "feature");
    git.commit("f1");
    git.commit("f2");
    git.git(git.clone, "checkout", "--quiet", "main");
    var from = git.push("main-1", "1\n");
    git.git(git.clone, "merge", "--quiet", "--no-ff", "-m", "Merge feature", "feature");
    git.push("main-2", "1\n");
    var before = apply(merges(1, from + "..main"), way());
    assertThat(before.state().open()).as("by first parents").hasSize(2);
    assertThat(git.git(git.bare, "ls-tree", "--name-only", "main").lines())
        .containsExactly("main-1", "one");
    undo(merges(1, from + "..main"), before, way());
    assertThat(file("main", "f2")).isEqualTo("f2");
  }

  @Test
  void aMergeWithoutMainlineIsRefusedWithTheChoice() {
    git.git(git.clone, "checkout", "--quiet", "-b", "feature");
    git.commit("f1");
    git.git(git.clone, "checkout", "--quiet", "main");
    git.push("main-1", "1\n");
    git.git(git.clone, "merge", "--quiet", "--no-ff", "-m", "Merge feature", "feature");
    git.git(git.clone, "push", "--quiet", "origin", "main");
    var merge = git.git(git.clone, "rev-parse", "HEAD");
    var said = RevertCase.refusal(onto(merge), way());
    assertThat(said.problem()).contains("Merge feature", "is a merge of");
    assertThat(said.advice().orElseThrow()).contains("mainline: 1");
    assertThat(RevertCase.refusal(merges(3, merge), way()).problem()).contains("has 2 parents");
  }

  @Test
  void aPreviewTouchesNoByteOfTheCloneAndNothingOfTheRemote() {
    var bad = git.push("limits", "10\n");
    TestGit.write(git.clone.resolve("one"), "unsaved\n");
    TestGit.script(git.clone.resolve(".git/hooks/post-checkout"), "touch " + folder + "/ran");
    TestGit.script(git.clone.resolve(".git/hooks/prepare-commit-msg"), "touch " + folder + "/ran");
    git.countMoves();
    var clone = TestGit.content(git.clone);
    var bare = TestGit.content(git.bare);
    for (var action : List.of(inClone(bad), onRemote(bad), onto(bad))) {
      var now = action.observe(way().reader());
      action.desired(now.state());
      action.rehearse(now, action.desired(now.state()), way().reader());
      assertThat(action.requirements())
          .allSatisfy(r -> assertThat(r.probe().apply(way().reader())).isNotNull());
    }
    assertThat(TestGit.content(git.clone)).isEqualTo(clone);
    assertThat(TestGit.content(git.bare)).isEqualTo(bare);
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(git.countedMoves()).isZero();
  }

  @Test
  void movesOfRefsAreCountedHere() {
    git.countMoves();
    apply(onRemote(git.push("limits", "10\n")), way());
    assertThat(git.countedMoves()).as("else the contract would count nothing").isPositive();
  }

  @Test
  void whatIsInTheWorkTreeDoesNotMatter() {
    var bad = git.push("limits", "10\n");
    TestGit.write(git.clone.resolve("limits"), "changed\n");
    git.git(git.clone, "add", "limits");
    git.git(git.clone, "checkout", "--quiet", "--detach");
    var seen = git.git(git.clone, "status", "--porcelain=v2", "--branch");
    apply(inClone(bad), way());
    assertThat(git.git(git.clone, "status", "--porcelain=v2", "--branch")).isEqualTo(seen);
    assertThat(git.git(git.clone, "ls-tree", "--name-only", MADE)).isEqualTo("one");
    git.git(git.clone, "fsck", "--strict");
  }

  @Test
  void whatTheCloneHasNotFetchedIsTakenBackAsWell() {
    git.somebodyElsePushes("main", "theirs", "1\n");
    var theirs = git.git(git.bare, "rev-parse", "main");
    apply(inClone(theirs), way());
    assertThat(git.git(git.clone, "ls-tree", "--name-only", MADE)).isEqualTo("one");
    assertThat(git.git(git.clone, "rev-parse", "origin/main")).isNotEqualTo(theirs);
  }

  @Test
  void whatAPartialCloneLacksIsFetchedAndNotPutIntoIt() {
    git.push("a", "1\n2\n3\n");
    var bad = git.push("a", "1\nTWO\n3\n");
    git.push("b", "x\n");
    git.git(git.bare, "config", "uploadpack.allowFilter", "true");
    git.git(folder, "clone", "--quiet", "--filter=blob:none", "file://" + git.bare, "gaps");
    var gaps = git.connect(new GitSettings("gaps", "origin", "main"));
    var content = TestGit.content(folder.resolve("gaps"));
    inClone(bad).observe(gaps.reader());
    assertThat(TestGit.content(folder.resolve("gaps"))).isEqualTo(content);
    apply(inClone(bad), gaps);
    assertThat(git.git(folder.resolve("gaps"), "show", MADE + ":a").lines()).contains("2");
  }

  @Test
  void aLinkedWorkTreeAndOneThatBorrowsObjectsAreClonesToo() {
    var bad = git.push("limits", "10\n");
    git.git(git.clone, "worktree", "add", "--quiet", "--detach", "../linked");
    var linked = git.connect(new GitSettings("linked", "origin", "main"));
    apply(inClone(bad), linked);
    git.git(folder, "clone", "--quiet", "--shared", git.clone.toString(), "borrows \"it\"");
    git.git(folder.resolve("borrows \"it\""), "remote", "set-url", "origin", git.bare.toString());
    apply(inClone(bad), git.connect(new GitSettings("borrows \"it\"", "origin", "main")));
  }

  @Test
  void namesWithSpacesQuotesAndLineBreaksAreFiles() {
    var odd = git.push("a \"b\"\n'c' ä", "1\n");
    var before = apply(onto(odd), way());
    assertThat(before.notes()).anyMatch(n -> n.contains("a \"b\"\n'c' ä +0 -1"));
    assertThat(git.git(git.bare, "ls-tree", "--name-only", "main")).isEqualTo("one");
  }

  @Test
  void aSubmoduleGoesBackToTheCommitThatWasRecorded() {
    var one = git.git(git.clone, "rev-parse", "HEAD");
    var two = git.commit("two");
    git.git(git.clone, "update-index", "--add", "--cacheinfo", "160000," + one + ",libs/sub");
    git.git(git.clone, "commit", "--quiet", "-m", "Add libs/sub");
    git.git(git.clone, "update-index", "--cacheinfo", "160000," + two + ",libs/sub");
    git.git(git.clone, "commit", "--quiet", "-m", "Raise libs/sub");
    git.git(git.clone, "push", "--quiet", "origin", "main");
    apply(onto(git.git(git.clone, "rev-parse", "HEAD")), way());
    assertThat(git.git(git.bare, "rev-parse", "main:libs/sub")).isEqualTo(one);
  }

  @Test
  void filtersOfTheUserDoNotRun() {
    git.push(".gitattributes", "*.bin filter=large\n");
    var bad = git.push("x.bin", "pointer\n");
    git.git(git.clone, "config", "filter.large.smudge", "touch " + folder + "/ran; cat");
    git.git(git.clone, "config", "filter.large.clean", "touch " + folder + "/ran; cat");
    git.git(git.clone, "config", "filter.large.required", "true");
    apply(onto(bad), way());
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void theUsersMergeDriverDecidesAsItDoesForGit() {
    git.push(".gitattributes", "log merge=keep\n");
    git.push("log", "a\n");
    var bad = git.push("log", "a\nb\n");
    git.push("log", "a\nchanged\n");
    assertThat(RevertCase.refusal(onto(bad), way()).problem()).contains("log (changed since by");
    git.git(git.clone, "config", "merge.keep.driver", "true");
    var now = onto(bad).observe(way().reader());
    assertThat(now.state().foreseen().value().obstacle()).as("a conflict without it").isEmpty();
  }

  @Test
  void commitsAreSignedWhereTheUserSignsThem() throws IOException {
    var key = folder.resolve("key");
    TestGit.script(folder.resolve("keygen"), "exec ssh-keygen -q -t ed25519 -N '' -C '' -f " + key);
    git.git(git.clone, "-c", "alias.x=!" + folder.resolve("keygen"), "x");
    git.git(git.clone, "config", "--global", "gpg.format", "ssh");
    git.git(git.clone, "config", "--global", "user.signingKey", key.toString());
    git.git(git.clone, "config", "--global", "commit.gpgSign", "true");
    var guard = git.push("guard", "on\n");
    var before = apply(onto(git.push("limits", "10\n")), way());
    assertThat(before.notes()).anyMatch(n -> n.contains("signed"));
    assertThat(git.git(git.bare, "cat-file", "commit", "main")).contains("BEGIN SSH SIGNATURE");
    Files.delete(key);
    var said = RevertCase.failure(onto(guard), way());
    assertThat(said.problem()).contains("could not be signed");
  }

  @Test
  void hooksRunAsTheyDoForGitRevert() {
    var bad = git.push("limits", "10\n");
    var hooks = git.clone.resolve(".git/hooks");
    TestGit.script(hooks.resolve("pre-commit"), "echo no; exit 1");
    TestGit.script(hooks.resolve("commit-msg"), "echo no; exit 1");
    TestGit.script(hooks.resolve("prepare-commit-msg"), "echo 'Ticket: 4711' >> \"$1\"");
    TestGit.script(hooks.resolve("post-commit"), "echo post >> " + folder + "/hooks");
    TestGit.script(
        hooks.resolve("pre-push"),
        "echo \"$1 $(ls) $(git config lfs.storage) $GIT_LFS_SKIP_SMUDGE $(cat)\" >> "
            + folder
            + "/hooks");
    apply(onto(bad), way());
    assertThat(git.git(git.bare, "log", "-1", "--format=%B", "main")).contains("Ticket: 4711");
    assertThat(TestGit.read(folder.resolve("hooks")))
        .contains("post\n")
        .contains("origin one " + git.clone.resolve(".git/lfs") + " 1 ")
        .contains("refs/heads/main");
  }

  @Test
  void relativeRemotesAndSha256AreServedToo() {
    git.git(git.clone, "remote", "set-url", "origin", "../remote.git");
    apply(onRemote(git.push("limits", "10\n")), way());
    git.git(folder, "init", "--quiet", "--bare", "--object-format=sha256", "r256.git");
    git.git(folder, "init", "--quiet", "--object-format=sha256", "c256");
    var clone = folder.resolve("c256");
    git.git(clone, "remote", "add", "origin", folder.resolve("r256.git").toString());
    git.git(clone, "commit", "--quiet", "--allow-empty", "-m", "one");
    TestGit.write(clone.resolve("a"), "1\n");
    git.git(clone, "add", "a");
    git.git(clone, "commit", "--quiet", "-m", "two");
    git.git(clone, "push", "--quiet", "origin", "main");
    var two = git.git(clone, "rev-parse", "HEAD");
    apply(onRemote(two), git.connect(new GitSettings("c256", "origin", "main")));
  }

  @Test
  void anotherRepositoryThanThePinnedOneIsNotLookedAt() {
    var bad = git.push("limits", "10\n");
    var pinned = Map.of("commit", "1".repeat(40));
    for (var action : List.of(onto(bad), onRemote(bad), inClone(bad))) {
      assertThatThrownBy(() -> action.observe(git.connect(git.settings(), pinned).reader()))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("not the repository that is meant");
    }
  }
}
