package dev.rollback.adapter.git;

import dev.rollback.action.Claim;
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
}
