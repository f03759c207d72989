package dev.rollback.adapter.git.worktree;

import dev.rollback.adapter.git.repository.Obstacle;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Fingerprint;
import dev.rollback.shape.Hint;
import java.util.Map;
import java.util.Optional;

/** What stands in a folder that is to be a work tree of the clone. */
@Doc("A work tree of the clone, in a folder of its own.")
public record LinkedState(
    @Doc("The commit that is checked out; missing where there is no work tree.")
        Optional<String> commit,
    @Doc("The branch that is checked out; missing where HEAD is detached.") Optional<String> branch,
    @Doc("The commits of its submodules, by path.") Map<String, String> submodules,
    @Doc("Whether anything in it is not committed.") boolean changed,
    @Doc("Whether it is locked (git worktree lock).") boolean locked,
    @Fingerprint @Doc("What rollback has written beside it: its plan, and how far it came.")
        Optional<String> mark,
    @Doc("What else was seen.") Hint<Seen> seen) {

  /** Keeps its own copy. */
  public LinkedState {
    submodules = Map.copyOf(submodules);
  }

  /** What is needed to tell what it should be. */
  @Doc("What was seen besides.")
  public record Seen(
      @Doc("The submodules that the wanted commit records, by path.") Map<String, String> recorded,
      @Doc("Why it cannot be made.") Optional<Obstacle> obstacle) {}

  /** No work tree at all. */
  static LinkedState absent(Optional<String> mark, Seen seen) {
    return new LinkedState(
        Optional.empty(), Optional.empty(), Map.of(), false, false, mark, new Hint<>(seen));
  }
}
