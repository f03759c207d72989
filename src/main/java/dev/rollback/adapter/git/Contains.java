package dev.rollback.adapter.git;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code git.contains}: reads whether a commit is part of the branch. */
@Doc(
    "Whether a commit is in the history of the branch. Only the clone's own commits are compared;"
        + " what it has not fetched cannot be judged.")
public record Contains(
    @Doc("The commit's id, full or its first digits, at least four.") String commit,
    @Doc(
            "Which branch of the connection's name: `remote`, as it is on the remote now, or"
                + " `local`, as it is in the clone.")
        @Default("remote")
        Side side)
    implements Check<Contains.Values, GitReader> {

  /** Where the branch is looked at. */
  public enum Side {
    /** On the remote, now. */
    REMOTE,
    /** In the clone. */
    LOCAL
  }

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the commit is no id: names of branches and tags move
   */
  public Contains {
    commit = commit.toLowerCase(Locale.ROOT);
    if (!commit.matches("[0-9a-f]{4,64}")) {
      throw new IllegalArgumentException(
          "'" + commit + "' is no commit id: 4 to 64 digits of 0-9 and a-f, no branch or tag");
    }
  }

  /** What was read. */
  @Doc("A commit and a branch.")
  public record Values(
      @Doc("Whether the commit is in the history of the branch.") boolean contains,
      @Doc("The commit's full id.") String commit,
      @Doc("The full id of the branch's newest commit.") String tip) {}

  @Override
  public Target target() {
    return Target.of("commit " + commit);
  }

  @Override
  public List<Requirement<GitReader>> requirements() {
    return Needs.aClone();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("contains");
  }

  @Override
  public Reading<Values> read(GitReader system) {
    var found = system.commits(commit);
    if (found.size() > 1) {
      throw SystemException.refused(
          "'%s' is short for %d commits: %s."
              .formatted(commit, found.size(), String.join(", ", found)),
          "Write more digits of the one that is meant.");
    }
    var tip = side == Side.REMOTE ? Optional.of(system.remoteTip()) : system.localTip();
    if (tip.isEmpty()) {
      return new Reading.Nothing<>("the clone has no branch of this name");
    }
    return found.isEmpty()
        ? new Reading.Nothing<>(
            "the clone has no commit " + commit + "; fetch first: " + system.fetchCommand())
        : compare(found.getFirst(), tip.get(), system);
  }

  private static Reading<Values> compare(String commit, String tip, GitReader system) {
    if (!system.commits(tip).contains(tip)) {
      return new Reading.Nothing<>(
          "the clone does not have the branch's newest commit, %s; fetch first: %s"
              .formatted(tip, system.fetchCommand()));
    }
    var contains = system.leadsTo(commit, tip);
    if (!contains && system.shallow()) {
      return new Reading.Nothing<>(
          "the clone is shallow, so that it does not show all of the branch; complete it: "
              + system.fetchCommand()
              + " --unshallow");
    }
    return new Reading.Values<>(new Values(contains, commit, tip));
  }
}
