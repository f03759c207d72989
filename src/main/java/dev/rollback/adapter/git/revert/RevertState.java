package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Obstacle;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Fingerprint;
import dev.rollback.shape.Hint;
import java.util.List;
import java.util.Optional;

/**
 * What a step has taken back on a branch. Commit ids of reverts are not known before they are made;
 * what tells them is what they stand on, the files they lead to, and what they take back.
 */
@Doc("A branch, and the commits that this step has taken back on it.")
public record RevertState(
    @Doc("The commit below this plan's reverts.") String base,
    @Doc("The branch's files as one id (git's tree); missing where there is no such branch.")
        Optional<String> tree,
    @Doc("The commits that are taken back, newest first.") List<String> reverted,
    @Fingerprint @Doc("The commits that are still to be taken back, newest first.")
        List<String> open,
    @Doc("What came of trying it.") Hint<Foreseen> foreseen) {

  /** Keeps its own copies. */
  public RevertState {
    reverted = List.copyOf(reverted);
    open = List.copyOf(open);
  }

  /** What came of trying it. */
  @Doc("What came of trying to take the commits back, without keeping it.")
  public record Foreseen(
      @Doc("The branch's files afterwards, as one id.") Optional<String> tree,
      @Doc("Why it cannot be done.") Optional<Obstacle> obstacle) {}
}
