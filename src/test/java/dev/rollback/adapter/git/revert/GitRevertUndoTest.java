package dev.rollback.adapter.git.revert;

import static dev.rollback.adapter.git.RevertCase.MADE;
import static dev.rollback.adapter.git.RevertCase.apply;
import static dev.rollback.adapter.git.RevertCase.inClone;
import static dev.rollback.adapter.git.RevertCase.onRemote;
import static dev.rollback.adapter.git.RevertCase.onto;
import static dev.rollback.adapter.git.RevertCase.undo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code git.revert} is undone, and what it knows again. */
final class GitRevertUndoTest {
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

  @Test
  void onceMadeItDoesNotDependOnWhatItsNamesMeanLater() {
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:refs/tags/v1");
    git.push("limits", "10\n");
    var action = onRemote("v1..main");
    var before = apply(action, way());
    var after = action.observe(way().reader()).state();
    git.push("later", "x\n");
    assertThat(action.observe(way().reader()).state()).isEqualTo(after);
    undo(action, before, way());
    assertThat(git.git(git.bare, "branch", "--list", MADE)).isEmpty();
    var now = action.observe(way().reader()).state();
    assertThat(action.partway(after, before.state(), now))
        .as("its undo once more is nothing to worry about")
        .isTrue();
  }

  @Test
  void undoOnTheBranchBringsBackAndRedoTakesBackAgain() {
    var action = onto(git.push("limits", "10\n"), git.push("guard", "on\n"));
    var before = apply(action, way());
    var after = action.observe(way().reader()).state();
    undo(action, before, way());
    assertThat(action.observe(way().reader()).state()).isEqualTo(before.state());
    assertThat(file("main", "limits")).isEqualTo("10");
    action.write(action.observe(way().reader()), after, way().writer());
    assertThat(action.observe(way().reader()).state()).isEqualTo(after);
    undo(action, before, way());
    assertThat(action.observe(way().reader()).state()).isEqualTo(before.state());
  }

  @Test
  void aPinnedRepositoryIsProvedAgainAfterAPushThatTheCloneHasNotSeen() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    var pinned = Map.of("commit", root);
    var action = onto(git.push("limits", "10\n"));
    var before = apply(action, git.connect(git.settings(), pinned));
    var later = git.connect(git.settings(), pinned);
    later.confirm();
    undo(action, before, later);
    assertThat(file("main", "limits")).isEqualTo("10");
  }

  @Test
  void aBranchOfTheCloneIsRemovedWhileTheRemoteIsAway() throws IOException {
    var action = inClone(git.push("limits", "10\n"));
    var before = apply(action, way());
    Files.move(git.bare, folder.resolve("away"));
    var way = way();
    action.write(action.observe(way.reader()), before.state(), way.writer());
    assertThat(git.git(git.clone, "branch", "--list", MADE)).isEmpty();
  }

  @Test
  void twoStepsOnOneBranchAreUndoneOneByOne() {
    var one = onRemote(git.push("limits", "10\n"));
    var two = onRemote(git.push("guard", "on\n"));
    assertThat(one.target().overlaps(two.target())).isTrue();
    assertThat(one.target()).isNotEqualTo(two.target());
    var beforeOne = apply(one, way());
    var afterOne = one.observe(way().reader()).state();
    var beforeTwo = apply(two, way());
    undo(two, beforeTwo, way());
    assertThat(two.observe(way().reader()).state()).isEqualTo(beforeTwo.state());
    assertThat(one.observe(way().reader()).state()).isEqualTo(afterOne);
    undo(one, beforeOne, way());
    assertThat(git.git(git.bare, "branch", "--list", MADE)).isEmpty();
  }

  @Test
  void aBranchThatSomebodyBuiltUponIsNotUndone() {
    var action = onRemote(git.push("limits", "10\n"));
    apply(action, way());
    var after = action.observe(way().reader()).state();
    git.somebodyElsePushes(MADE, "more", "1\n");
    assertThat(action.observe(way().reader()).state()).isNotEqualTo(after);
  }

  @Test
  void whatWasMergedMeanwhileIsNotTakenForUndoneByRemovingItsBranch() {
    var action = onRemote(git.push("limits", "10\n"));
    var before = apply(action, way());
    var after = action.observe(way().reader()).state();
    git.git(git.bare, "update-ref", "refs/heads/main", MADE);
    var now = action.observe(way().reader());
    assertThat(now.state()).as("the branch is still ours").isEqualTo(after);
    assertThatThrownBy(() -> action.write(now, before.state(), way().writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("has been merged into main");
    git.git(git.bare, "update-ref", "-d", "refs/heads/" + MADE);
    var gone = action.observe(way().reader()).state();
    assertThat(action.partway(after, before.state(), gone)).isFalse();
  }
}
