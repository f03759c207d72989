package dev.rollback.adapter.git.revert;

import static dev.rollback.adapter.git.RevertCase.MADE;
import static dev.rollback.adapter.git.RevertCase.apply;
import static dev.rollback.adapter.git.RevertCase.failure;
import static dev.rollback.adapter.git.RevertCase.inClone;
import static dev.rollback.adapter.git.RevertCase.onRemote;
import static dev.rollback.adapter.git.RevertCase.onto;
import static dev.rollback.adapter.git.RevertCase.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.GitHttp;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.RevertCase;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aShallowCloneIsRefusedWithTheWayToCompleteIt() {
    var bad = git.push("a", "1\n");
    git.git(folder, "clone", "--quiet", "--depth=1", "file://" + git.bare, "shallow");
    var said = refusal(inClone(bad), git.connect(new GitSettings("shallow", "origin", "main")));
    assertThat(said.advice().orElseThrow()).contains("fetch --unshallow origin");
  }

  @Test
  void aFolderForTemporaryFilesThatCannotBeUsedIsNamed() {
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
}
