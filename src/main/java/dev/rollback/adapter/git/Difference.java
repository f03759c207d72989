package dev.rollback.adapter.git;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.git.repository.CommitName;
import dev.rollback.adapter.git.repository.RefName;
import dev.rollback.adapter.git.revert.Revert;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.util.List;
import java.util.Optional;

/** {@code git.difference}: reads which files a branch has otherwise than a commit. */
@Doc(
    "Compares the files of a branch on the remote with those of a commit: whether a revert has led"
        + " back to what was known to be good.")
public record Difference(
    @Doc("The full id of the commit that is compared with.") String commit,
    @Doc(
            "The branch on the remote; without it, the one that `git.revert` makes in the same run"
                + " where no `branch` is given.")
        Optional<String> branch,
    @Doc("Files and folders that may differ, such as those of a hotfix that stays.")
        List<String> except,
    @Doc("The moment of the plan: it names the branch.") PlanTime at)
    implements Check<Difference.Values, GitReader> {
  private static final int SHOWN = 20;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException saying what cannot be meant
   */
  public Difference {
    commit = CommitName.id(commit);
    branch
        .filter(b -> b.startsWith("refs/") || !RefName.valid(b))
        .ifPresent(
            b -> {
              throw new IllegalArgumentException("'" + b + "' cannot be the name of a branch");
            });
    except = List.copyOf(except);
  }

  /** What was read. */
  @Doc("A branch and a commit.")
  public record Values(
      @Doc("Whether no file differs but those that may.") boolean same,
      @Doc("How many files differ that may not.") int count,
      @Doc("Their paths, at most 20.") List<String> files,
      @Doc("How many of those that may differ do.") int allowed,
      @Doc("The branch that was looked at.") String branch) {
    /** Keeps its own copy. */
    public Values {
      files = List.copyOf(files);
    }
  }

  private String name() {
    return branch.orElseGet(() -> Revert.branchOf(at));
  }

  @Override
  public Target target() {
    return Target.of("branch " + name());
  }

  @Override
  public List<Requirement<GitReader>> requirements() {
    return Needs.aClone();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("same");
  }

  @Override
  public Reading<Values> read(GitReader system) {
    return system
        .differing(commit, name())
        .<Reading<Values>>map(this::values)
        .orElseGet(() -> new Reading.Nothing<>("the remote has no branch '" + name() + "'"));
  }

  private Reading<Values> values(List<String> differing) {
    var wrong =
        differing.stream().filter(f -> except.stream().noneMatch(e -> holds(e, f))).toList();
    return new Reading.Values<>(
        new Values(
            wrong.isEmpty(),
            wrong.size(),
            wrong.stream().limit(SHOWN).toList(),
            differing.size() - wrong.size(),
            name()));
  }

  private static boolean holds(String path, String file) {
    return file.equals(path) || file.startsWith(path.endsWith("/") ? path : path + "/");
  }
}
