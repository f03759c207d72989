package dev.rollback.adapter.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.RevertCase;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import dev.rollback.run.Mover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with {@code git.worktree}, and what is left to others. */
final class GitWorktreeTroubleTest {
  @TempDir Path folder;
  private TestGit git;
  private Path tree;
  private Connection<GitReader, GitWriter> way;

  @BeforeEach
  void start() {
    git = new TestGit(folder);
    tree = folder.resolve("tree");
    way = git.connect();
  }

  @AfterEach
  void stop() {
    git.close();
  }

  private static LinkedWorktree at(String commit) {
    return new LinkedWorktree(commit, "../tree", true, RevertCase.AT);
  }

  private String head() {
    return git.git(git.clone, "rev-parse", "HEAD");
  }

  private Observed<LinkedState> look(LinkedWorktree action) {
    return action.observe(way.reader());
  }

  private Observed<LinkedState> apply(LinkedWorktree action) {
    var before = look(action);
    var after = action.desired(before.state());
    action.write(before, after, way.writer());
    assertThat(look(action).state()).isEqualTo(after);
    return before;
  }

  private Move<LinkedState> move(LinkedWorktree action, LinkedState from, LinkedState to) {
    return new Mover<>(action, (_, _) -> {}, () -> {}).move(from, to, way.writer(), Content.none());
  }

  private SystemException refusal(LinkedWorktree action) {
    var now = look(action).state();
    var said = catchThrowableOfType(SystemException.class, () -> action.desired(now));
    assertThat(said).as("it is refused").isNotNull();
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.advice()).isPresent();
    return said;
  }

  private SystemException failure(
      LinkedWorktree action, Observed<LinkedState> from, LinkedState to) {
    var said =
        catchThrowableOfType(SystemException.class, () -> action.write(from, to, way.writer()));
    assertThat(said).as("it fails").isNotNull();
    assertThat(said.advice()).isPresent();
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "v1.0.0", "HEAD", "abcdef0", ""})
  void whatMayBeAnotherCommitTomorrowIsRefused(String commit) {
    assertThatThrownBy(() -> at(commit)).hasMessageContaining("no full commit id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void whatIsNoFolderIsRefused(String directory) {
    assertThatThrownBy(() -> new LinkedWorktree("0".repeat(40), directory, true, RevertCase.AT))
        .hasMessageContaining("path of a folder");
  }

  @Test
  void aCommitThatIsNotThereIsAnsweredWithTheFetch() {
    var said = refusal(at("0".repeat(40)));
    assertThat(said.problem()).contains("has no commit " + "0".repeat(40));
    assertThat(said.advice().orElseThrow()).contains("git -C " + git.clone + " fetch origin");
  }

  @Test
  void whateverElseStandsThereIsLeftAlone() throws IOException {
    var action = at(head());
    Files.createDirectory(tree);
    assertThat(refusal(action).problem()).contains(tree + " is there already");
    TestGit.write(tree.resolve(".git"), "gitdir: /elsewhere");
    assertThat(refusal(action).problem()).contains("is no work tree of");
    Files.delete(tree.resolve(".git"));
    Files.delete(tree);
    TestGit.write(tree, "a file");
    assertThat(refusal(action).problem()).contains("is there already");
    Files.delete(tree);
    Files.createSymbolicLink(tree, Path.of("nowhere"));
    assertThat(refusal(action).problem()).contains("is there already");
    Files.delete(tree);
    git.git(folder, "clone", "--quiet", git.bare.toString(), "tree");
    assertThat(refusal(action).problem()).contains("is no work tree of");
  }

  @Test
  void theCloneItselfAndAnotherClonesWorkTreeAreNone() {
    var itself = new LinkedWorktree(head(), ".", true, RevertCase.AT);
    assertThat(refusal(itself).problem()).contains("is no work tree of");
    git.git(folder, "clone", "--quiet", git.bare.toString(), "other");
    git.git(folder.resolve("other"), "worktree", "add", "--quiet", "--detach", "../tree");
    assertThat(refusal(at(head())).problem()).contains("is no work tree of " + git.clone);
  }

  @Test
  void oneThatSomebodyMadeIsUsedAsItIsOrNotAtAll() {
    var one = head();
    var two = git.push("two", "2\n");
    git.git(git.clone, "worktree", "add", "--quiet", "--detach", "../tree", two);
    var now = look(at(two)).state();
    assertThat(at(two).desired(now)).as("nothing to do").isEqualTo(now);
    assertThat(refusal(at(one)).problem()).contains("it is at " + two);
    TestGit.write(tree.resolve("notes"), "x");
    assertThat(refusal(at(two)).problem()).contains("something in it is not committed");
    git.git(git.clone, "worktree", "lock", "../tree");
    assertThat(refusal(at(two)).problem()).contains("it is locked");
    git.git(tree, "switch", "--quiet", "-c", "mine");
    assertThat(refusal(at(two)).problem()).contains("the branch mine is checked out in it");
  }

  @Test
  void oneThatIsRegisteredAndGoneIsNamed() throws IOException {
    git.git(git.clone, "worktree", "add", "--quiet", "--detach", "../tree");
    Files.move(tree, folder.resolve("moved"));
    assertThat(refusal(at(head())).advice().orElseThrow()).contains("git worktree prune");
    git.git(git.clone, "worktree", "lock", "../tree");
    assertThat(refusal(at(head())).problem()).contains("and it is locked");
  }

  @Test
  void aFolderToMakeItInIsNeeded() {
    var action = new LinkedWorktree(head(), "../no/tree", true, RevertCase.AT);
    assertThat(refusal(action).problem()).contains("There is no folder " + folder.resolve("no"));
  }

  @Test
  void whatWasLeftInItIsNotThrownAway() throws IOException {
    var action = at(git.pushSubmodule());
    var before = apply(action).state();
    var after = look(action).state();
    var junk = tree.resolve("libs/sub/nested/junk");
    TestGit.write(junk, "x");
    assertThat(move(action, after, before)).isInstanceOf(Move.Drifted.class);
    assertThat(failure(action, look(action), before).problem()).contains("is not committed");
    Files.delete(junk);
    git.git(git.clone, "worktree", "lock", "../tree");
    assertThat(move(action, after, before)).isInstanceOf(Move.Drifted.class);
    assertThat(failure(action, look(action), before).problem()).contains("it is locked");
    git.git(git.clone, "worktree", "unlock", "../tree");
    git.git(tree, "switch", "--quiet", "-c", "mine");
    assertThat(move(action, after, before)).isInstanceOf(Move.Drifted.class);
    git.git(tree, "switch", "--quiet", "--detach");
    assertThat(move(action, after, before)).isInstanceOf(Move.Written.class);
    assertThat(tree).doesNotExist();
  }

  @Test
  void oneThatSomebodyMadeInItsPlaceIsNotRemoved() {
    var action = at(head());
    var before = apply(action).state();
    var after = look(action).state();
    git.git(git.clone, "worktree", "remove", "../tree");
    git.git(git.clone, "worktree", "add", "--quiet", "--detach", "../tree");
    assertThat(move(action, after, before)).isInstanceOf(Move.Drifted.class);
    assertThat(failure(action, look(action), before).problem()).contains("did not make it");
  }

  @Test
  void anInterruptedMakingIsGoneOnWith() {
    var action = at(git.pushSubmodule());
    var before = look(action).state();
    var after = action.desired(before);
    git.git(git.clone, "worktree", "add", "--detach", "--no-checkout", "../tree", action.commit());
    mark("making");
    assertThat(move(action, before, after)).isInstanceOf(Move.Written.class);
    assertThat(look(action).state()).isEqualTo(after);
    mark("making");
    assertThat(move(action, after, before))
        .as("or undone, as what is on its way")
        .isInstanceOf(Move.Written.class);
    assertThat(tree).doesNotExist();
  }

  @Test
  void anInterruptedRemovalIsGoneOnWith() throws IOException {
    var action = at(head());
    var before = apply(action).state();
    var after = look(action).state();
    mark("removing");
    Files.delete(tree.resolve("one"));
    assertThat(move(action, after, before)).isInstanceOf(Move.Written.class);
    assertThat(tree).doesNotExist();
    apply(action);
    mark("removing");
    Files.delete(tree.resolve("one"));
    Files.delete(tree.resolve(".git"));
    TestGit.write(tree.resolve("left"), "x");
    assertThat(move(action, after, before)).isInstanceOf(Move.Written.class);
    assertThat(look(action).state()).isEqualTo(before);
    apply(action);
    mark("removing");
    Files.delete(tree.resolve("one"));
    Files.delete(tree.resolve(".git"));
    Files.delete(tree);
    assertThat(move(action, after, before)).isInstanceOf(Move.Written.class);
    assertThat(look(action).state()).isEqualTo(before);
    assertThat(git.clone.resolve(".git/worktrees")).doesNotExist();
  }

  private void mark(String phase) {
    TestGit.write(
        git.clone.resolve(".git/worktrees/tree/rollback"), RevertCase.AT.at() + " " + phase + "\n");
  }

  @Test
  void aSubmoduleThatCannotBeReachedLeavesNothing() throws IOException {
    var action = at(git.pushSubmodule());
    var before = look(action);
    var after = action.desired(before.state());
    var seen = git.seen();
    Files.move(folder.resolve("nested"), folder.resolve("away"));
    var said = failure(action, before, after);
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains(folder.resolve("nested").toString());
    assertThat(tree).doesNotExist();
    assertThat(git.seen()).isEqualTo(seen);
  }

  @Test
  void aProtocolThatGitDoesNotAllowForSubmodulesIsMissedInPreflight() {
    var action = at(git.pushSubmodule());
    git.git(git.clone, "config", "--global", "protocol.file.allow", "user");
    assertThat(
            action.requirements().stream()
                .filter(r -> r.what().startsWith("reach the submodules"))
                .map(r -> r.probe().apply(way.reader())))
        .first()
        .isInstanceOfSatisfying(
            Finding.Missing.class,
            missing -> assertThat(missing.why()).contains("cannot speak the protocol"));
  }

  @Test
  void withoutSubmodulesTheyStayEmpty() {
    var commit = git.pushSubmodule();
    apply(new LinkedWorktree(commit, "../tree", false, RevertCase.AT));
    assertThat(tree.resolve("libs/sub")).isEmptyDirectory();
  }

  @Test
  void aRelativeUrlIsRelativeToTheRemote() {
    git.pushSubmodule();
    git.git(git.clone, "config", "--file", ".gitmodules", "submodule.libs/sub.url", "../sub");
    var commit = git.push("relative", "yes\n");
    apply(at(commit));
    assertThat(tree.resolve("libs/sub/nested/nested")).hasContent("nested");
  }

  @ParameterizedTest
  @CsvSource({
    "../sub.git, https://host/a/b.git, https://host/a/sub.git",
    "../../sub.git, https://host/a/b.git, https://host/sub.git",
    "../sub.git, git@host:a/b.git, git@host:a/sub.git",
    "../sub.git, git@host:b.git, git@host:sub.git",
    "./sub.git, /srv/b.git/, /srv/b.git/sub.git",
    "../sub, /srv/b, /srv/sub",
    "https://host/x, /srv/b, https://host/x",
  })
  void relativeUrls(String url, String remote, String absolute) {
    assertThat(Submodules.absolute(url, Optional.of(remote))).contains(absolute);
  }

  @Test
  void theUsersHookRunsAsAfterEveryCheckout() {
    TestGit.script(
        git.clone.resolve(".git/hooks/post-checkout"), "pwd >> " + folder.resolve("hook"));
    apply(at(head()));
    assertThat(TestGit.read(folder.resolve("hook"))).contains(tree.toString());
  }

  @Test
  void aBareRepositoryAndAnotherWorkTreeHaveWorkTreesToo() {
    git.git(git.bare, "remote", "add", "origin", git.bare.toString());
    way = git.connect(new GitSettings("remote.git", "origin", "main"));
    apply(at(head()));
    git.git(git.bare, "worktree", "remove", "../tree");
    git.git(git.clone, "worktree", "add", "--quiet", "--detach", "../second");
    way = git.connect(new GitSettings("second", "origin", "main"));
    var before = apply(at(head())).state();
    assertThat(move(at(head()), look(at(head())).state(), before)).isInstanceOf(Move.Written.class);
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamed() {
    var action = new LinkedWorktree(head(), "/proc/tree", true, RevertCase.AT);
    var before = look(action);
    var said =
        catchThrowableOfType(
            SystemException.class,
            () -> action.write(before, action.desired(before.state()), way.writer()));
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.problem()).contains("/proc");
    assertThat(git.git(git.clone, "worktree", "list").lines()).hasSize(1);
  }
}
