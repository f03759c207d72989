package dev.rollback.adapter.git;

import dev.rollback.action.Claim;
import dev.rollback.action.Observed;
import dev.rollback.adapter.git.revert.RevertRequest;
import dev.rollback.adapter.git.revert.RevertState;
import dev.rollback.adapter.git.worktree.LinkedRequest;
import dev.rollback.adapter.git.worktree.LinkedState;
import java.util.Optional;

/** A branch on a remote, read and written. */
public interface GitWriter extends GitReader {

  /**
   * Makes a ref for leases on the remote point to a new commit with this claim, in one step that
   * the server decides.
   *
   * @param expected the commit that it must still point to; empty when there must be no such ref
   * @return the new commit; empty when it points to another one, and nothing was changed
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  Optional<String> replaceLease(String ref, Optional<String> expected, Claim next);

  /**
   * Takes commits back on a branch, or brings them back.
   *
   * @param from as it was observed; refused when the branch has moved on since
   */
  void revert(RevertRequest request, Observed<RevertState> from, RevertState to);

  /**
   * Makes a work tree of the clone, or removes it.
   *
   * @param from as it was observed; refused when it has changed since
   */
  void link(LinkedRequest request, Observed<LinkedState> from, LinkedState to);
}
