package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Check;
import dev.rollback.action.Check.Reading;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.Contains.Side;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code git.clean} and {@code git.contains} on real clones, which stay as they are. */
final class GitChecksTest {
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

  private <V extends Record> Reading<V> read(Check<V, GitReader> check, GitSettings settings) {
    var root = folder.resolve(settings.directory());
    var before = TestGit.bytes(root);
    try {
      return check.read(git.connect(settings).reader());
    } finally {
      assertThat(TestGit.bytes(root)).as("reading changes nothing").isEqualTo(before);
    }
  }

  private <V extends Record> V values(Check<V, GitReader> check) {
    return switch (read(check, git.settings())) {
      case Reading.Values<V>(var values) -> values;
      case Reading.Nothing<V>(var why) -> throw new AssertionError(why);
    };
  }

  private <V extends Record> String nothing(Check<V, GitReader> check, GitSettings settings) {
    return switch (read(check, settings)) {
      case Reading.Values<V>(var values) -> throw new AssertionError(values);
      case Reading.Nothing<V>(var why) -> why;
    };
  }

  @Test
  void whatChecksNeedIsAClone() {
    var probe = new Clean(true).requirements().getFirst().probe();
    assertThat(probe.apply(git.connect().reader())).isInstanceOf(Finding.Met.class);
    var nowhere = git.connect(new GitSettings("home", "origin", "main")).reader();
    assertThatThrownBy(() -> probe.apply(nowhere)).isInstanceOf(SystemException.class);
  }

  @Test
  void aFreshCloneIsClean() {
    assertThat(values(new Clean(true)))
        .isEqualTo(new Clean.Values(true, 0, 0, 0, 0, List.of(), "main", ""));
  }

  @Test
  void everyWayToDifferIsCounted() throws IOException {
    git.commit("gone");
    git.commit("staged");
    TestGit.write(git.clone.resolve("one"), "changed\n");
    TestGit.write(git.clone.resolve("staged"), "changed\n");
    git.git(git.clone, "add", "staged");
    Files.delete(git.clone.resolve("gone"));
    TestGit.make(git.clone.resolve("new folder"));
    TestGit.write(git.clone.resolve("new folder/a"), "");
    TestGit.write(git.clone.resolve("new ünd\nodd"), "");
    assertThat(values(new Clean(true)))
        .isEqualTo(
            new Clean.Values(
                false,
                1,
                2,
                2,
                0,
                List.of("gone", "one", "staged", "new folder/", "new ünd\nodd"),
                "main",
                ""));
  }

  @Test
  void untrackedFilesCountWhenTheyAreToCount() {
    TestGit.write(git.clone.resolve("notes"), "");
    TestGit.write(git.clone.resolve("build"), "");
    TestGit.write(git.clone.resolve(".git/info/exclude"), "build\n");
    assertThat(values(new Clean(true)).clean()).isFalse();
    assertThat(values(new Clean(true)).files()).containsExactly("notes");
    assertThat(values(new Clean(false)))
        .isEqualTo(new Clean.Values(true, 0, 0, 1, 0, List.of(), "main", ""));
    git.git(git.clone, "config", "status.showUntrackedFiles", "no");
    assertThat(values(new Clean(true)).clean()).as("whatever the user's setting").isFalse();
  }

  @Test
  void aFileThatWasOnlyTouchedDoesNotDiffer() throws IOException {
    var file = git.clone.resolve("one");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(values(new Clean(true)).clean()).isTrue();
  }

  @Test
  void somebodyElsesLockIsNoObstacleToReading() throws IOException {
    Files.createFile(git.clone.resolve(".git/index.lock"));
    assertThat(values(new Clean(true)).clean()).isTrue();
  }

  @Test
  void aMergeThatIsHalfDoneIsNotClean() {
    conflict();
    var values = values(new Clean(true));
    assertThat(values.clean()).isFalse();
    assertThat(values.conflicted()).isEqualTo(1);
    assertThat(values.operation()).isEqualTo("merge");
    git.git(git.clone, "checkout", "--quiet", "--ours", "one");
    git.git(git.clone, "add", "one");
    values = values(new Clean(true));
    assertThat(values.files()).as("nothing differs any more").isEmpty();
    assertThat(values.clean()).as("but the merge is not concluded").isFalse();
  }

  private void conflict() {
    git.git(git.clone, "checkout", "--quiet", "-b", "other");
    TestGit.write(git.clone.resolve("one"), "theirs\n");
    git.git(git.clone, "commit", "--quiet", "-am", "theirs");
    git.git(git.clone, "checkout", "--quiet", "main");
    TestGit.write(git.clone.resolve("one"), "ours\n");
    git.git(git.clone, "commit", "--quiet", "-am", "ours");
    assertThatThrownBy(() -> git.git(git.clone, "merge", "other")).hasMessageContaining("CONFLICT");
  }

  @Test
  void aDetachedHeadHasNoBranch() {
    git.git(git.clone, "checkout", "--quiet", "--detach");
    assertThat(values(new Clean(true)).branch()).isEmpty();
  }

  @Test
  void aBareRepositoryHasNothingToJudge() {
    git.git(git.bare, "remote", "add", "origin", git.bare.toString());
    var bare = new GitSettings("remote.git", "origin", "main");
    assertThat(nothing(new Clean(true), bare)).contains("bare");
  }

  @Test
  void filtersHooksAndMonitorsOfTheCloneDoNotWrite() {
    var ran = folder.resolve("ran");
    var monitor = TestGit.script(folder.resolve("monitor"), "touch " + ran);
    git.git(git.clone, "config", "core.fsmonitor", monitor.toString());
    assertThat(values(new Clean(true)).clean()).isTrue();
    assertThat(ran).doesNotExist();
  }

  @Test
  void aCommitOfTheBranchIsContained() {
    var one = git.git(git.clone, "rev-parse", "HEAD");
    var two = git.commit("two");
    git.git(git.clone, "push", "--quiet");
    var three = git.commit("three");
    assertThat(values(new Contains(one, Side.REMOTE)))
        .isEqualTo(new Contains.Values(true, one, two));
    assertThat(values(new Contains(two.substring(0, 8).toUpperCase(Locale.ROOT), Side.REMOTE)))
        .as("short, and as somebody may write it")
        .isEqualTo(new Contains.Values(true, two, two));
    assertThat(values(new Contains(three, Side.REMOTE)))
        .isEqualTo(new Contains.Values(false, three, two));
    assertThat(values(new Contains(three, Side.LOCAL)))
        .isEqualTo(new Contains.Values(true, three, three));
  }

  @Test
  void theTipThatTheRemoteHasNowIsJudgedNotTheOneThatWasFetched() {
    var one = git.git(git.clone, "rev-parse", "HEAD");
    var two = git.commit("two");
    git.git(git.clone, "push", "--quiet");
    git.git(git.bare, "update-ref", "refs/heads/main", one);
    assertThat(values(new Contains(two, Side.REMOTE)))
        .as("the branch was set back meanwhile")
        .isEqualTo(new Contains.Values(false, two, one));
  }

  @Test
  void whatWasNotFetchedIsNotJudged() {
    var other = folder.resolve("other");
    git.git(folder, "clone", "--quiet", git.bare.toString(), other.toString());
    git.git(other, "commit", "--quiet", "--allow-empty", "-m", "two");
    git.git(other, "push", "--quiet");
    var two = git.git(other, "rev-parse", "HEAD");
    var fetch = "fetch first: git -C " + git.clone + " fetch origin";
    assertThat(nothing(new Contains(two, Side.REMOTE), git.settings()))
        .contains("no commit " + two, fetch);
    var one = git.git(git.clone, "rev-parse", "HEAD");
    assertThat(nothing(new Contains(one, Side.REMOTE), git.settings()))
        .contains("newest commit, " + two, fetch);
  }

  @Test
  void anIdThatIsShortForSeveralIsRefused() {
    var twins = twins();
    assertThatThrownBy(() -> values(new Contains(twins.getFirst().substring(0, 4), Side.LOCAL)))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("short for 2 commits")
        .hasMessageContaining(twins.getFirst())
        .hasMessageContaining(twins.getLast());
  }

  /** Two commits whose ids begin with the same four digits. */
  private List<String> twins() {
    var stream = new StringBuilder();
    IntStream.range(0, 1500)
        .forEach(
            n ->
                stream.append(
                    "commit refs/twins/%d\ncommitter T <t@localhost> %d +0000\ndata 0\n\n"
                        .formatted(n, n)));
    TestGit.write(folder.resolve("stream"), stream.toString());
    TestGit.script(folder.resolve("import"), "git fast-import --quiet < " + folder + "/stream");
    git.git(git.clone, "-c", "alias.x=!" + folder.resolve("import"), "x");
    return git
        .git(git.clone, "for-each-ref", "--format=%(objectname)", "refs/twins")
        .lines()
        .collect(Collectors.groupingBy(commit -> commit.substring(0, 4)))
        .values()
        .stream()
        .filter(same -> same.size() == 2)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBranchOrTagThatLooksLikeAnIdIsNotTakenForOne() {
    git.git(git.clone, "branch", "deadbeef");
    git.git(git.clone, "tag", "abcd");
    assertThat(nothing(new Contains("deadbeef", Side.LOCAL), git.settings())).contains("fetch");
    assertThat(nothing(new Contains("abcd", Side.LOCAL), git.settings())).contains("fetch");
  }

  @Test
  void anIdOfSomethingElseIsNoCommit() {
    var tree = git.git(git.clone, "rev-parse", "HEAD^{tree}");
    assertThat(nothing(new Contains(tree, Side.LOCAL), git.settings())).contains("no commit");
  }

  @Test
  void aCloneWithoutTheBranchIsNotJudged() {
    git.git(git.clone, "checkout", "--quiet", "--detach");
    git.git(git.clone, "branch", "--delete", "--force", "main");
    var one = git.git(git.clone, "rev-parse", "HEAD");
    assertThat(nothing(new Contains(one, Side.LOCAL), git.settings())).contains("no branch");
  }

  @Test
  void aShallowCloneSaysYesButNeverNo() {
    var two = git.commit("two");
    git.git(git.clone, "push", "--quiet");
    git.git(git.clone, "checkout", "--quiet", "-b", "aside", "HEAD^");
    var aside = git.commit("aside");
    git.git(git.clone, "push", "--quiet", "origin", "aside");
    git.git(
        folder,
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        "file://" + git.bare,
        "shallow");
    var shallow = new GitSettings("shallow", "origin", "main");
    assertThat(read(new Contains(two, Side.REMOTE), shallow))
        .isEqualTo(new Reading.Values<>(new Contains.Values(true, two, two)));
    assertThat(nothing(new Contains(aside, Side.REMOTE), shallow)).contains("--unshallow");
  }

  @Test
  void aCloneWithGapsIsNotFilledByReading() {
    git.git(git.bare, "config", "uploadpack.allowFilter", "true");
    git.git(
        folder,
        "clone",
        "--quiet",
        "--filter=tree:0",
        "--no-checkout",
        "file://" + git.bare,
        "gaps");
    var gaps = new GitSettings("gaps", "origin", "main");
    assertThatThrownBy(() -> read(new Clean(true), gaps))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("the clone is a partial one");
    var one = git.git(git.clone, "rev-parse", "HEAD");
    assertThat(read(new Contains(one, Side.REMOTE), gaps)).isInstanceOf(Reading.Values.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "abc", "HEAD~1", "--all", "", "123g", "v1.0"})
  void whatIsNoIdIsRefused(String commit) {
    assertThatThrownBy(() -> new Contains(commit, Side.REMOTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no commit id");
  }

  @Test
  void worktreesAndStashesStayAsTheyAre() {
    TestGit.write(git.clone.resolve("one"), "stashed\n");
    git.git(git.clone, "stash", "--quiet");
    git.git(git.clone, "worktree", "add", "--quiet", "../second");
    TestGit.write(folder.resolve("second/one"), "changed\n");
    var second = new GitSettings("second", "origin", "main");
    var main = TestGit.bytes(git.clone);
    assertThat(read(new Clean(true), second))
        .isInstanceOfSatisfying(
            Reading.Values.class,
            read -> assertThat(((Clean.Values) read.values()).branch()).isEqualTo("second"));
    assertThat(TestGit.bytes(git.clone)).isEqualTo(main);
    assertThat(git.git(git.clone, "stash", "list")).contains("stash@{0}");
  }
}
