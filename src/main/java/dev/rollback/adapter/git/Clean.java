package dev.rollback.adapter.git;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.git.repository.WorkTree;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code git.clean}: reads whether anything in the clone is not committed. */
@Doc(
    "Whether the work tree and the index are as the commit that is checked out, and no merge,"
        + " rebase or the like is half done. Files that git ignores do not count.")
public record Clean(
    @Doc("Whether files that git does not know count as well.") @Default("true") boolean untracked)
    implements Check<Clean.Values, GitReader> {
  private static final int SHOWN = 20;

  /** What was read. */
  @Doc("How the clone differs from its commit.")
  public record Values(
      @Doc("Whether it does not differ.") boolean clean,
      @Doc("How many files differ in the index.") int staged,
      @Doc("How many files differ in the work tree.") int changed,
      @Doc("How many files, or folders of them, git does not know.") int unknown,
      @Doc("How many files a merge has left in conflict.") int conflicted,
      @Doc("Their paths, at most 20.") List<String> files,
      @Doc("The branch that is checked out; empty where HEAD is detached.") String branch,
      @Doc(
              "What is half done: rebase, apply, merge, cherry-pick, revert or bisect; empty where"
                  + " nothing is.")
          String operation) {}

  @Override
  public Target target() {
    return Target.of("work tree");
  }

  @Override
  public List<Requirement<GitReader>> requirements() {
    return Needs.aClone();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("clean");
  }

  @Override
  public Reading<Values> read(GitReader system) {
    return system
        .workTree()
        .<Reading<Values>>map(tree -> new Reading.Values<>(judge(tree)))
        .orElseGet(() -> new Reading.Nothing<>("the repository is bare: it has no work tree"));
  }

  private Values judge(WorkTree tree) {
    var counted = tree.files().stream().filter(f -> untracked || !f.untracked()).toList();
    return new Values(
        counted.isEmpty() && tree.operation().isEmpty(),
        count(tree, WorkTree.Entry::staged),
        count(tree, WorkTree.Entry::changed),
        count(tree, WorkTree.Entry::untracked),
        count(tree, WorkTree.Entry::conflicted),
        counted.stream().map(WorkTree.Entry::path).limit(SHOWN).toList(),
        tree.branch().orElse(""),
        tree.operation().orElse(""));
  }

  private static int count(WorkTree tree, Predicate<WorkTree.Entry> which) {
    return (int) tree.files().stream().filter(which).count();
  }
}
