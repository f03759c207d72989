package dev.rollback.lease;

import dev.rollback.action.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who wants to move a target, and for which run.
 *
 * @param user the user it runs as
 * @param host the machine it runs on
 * @param pid its process id there
 */
public record Claimant(String user, String host, long pid, String run) {

  Claim claim(long token, Instant now, Duration lasts) {
    return new Claim(user, host, pid, run, token, now, now, lasts, Optional.empty());
  }

  /**
   * Whether a claim was made by an earlier process of this very run on this very machine. Who asks
   * holds the lock of the target there, which ends with a process: that earlier one is dead.
   */
  boolean wasMine(Claim claim) {
    return claim.run().equals(run) && claim.host().equals(host) && claim.user().equals(user);
  }
}
