package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What stands at a {@link LeasePlace}: who moves the target, or who was the last to move it.
 *
 * @param token grows by one with each taking; a holder that finds a higher one has lost the lease
 * @param lasts how long after {@code renewed} nobody may take it for abandoned
 * @param released when it was given back; empty while it is held
 */
@Doc("Who moves a target, or was the last to move it.")
public record Claim(
    @Doc("The user it runs as.") String user,
    @Doc("The machine it runs on.") String host,
    @Doc("Its process id there.") long pid,
    @Doc("The run that it moves the target for.") String run,
    @Doc("Counts the takings.") long token,
    @Doc("Since when it holds the target.") Instant since,
    @Doc("When it last said that it is alive.") Instant renewed,
    @Doc("How long it counts as alive after that.") Duration lasts,
    @Doc("When it was given back; missing while it is held.") Optional<Instant> released) {

  /** The same, alive at this time. */
  public Claim renewedAt(Instant now) {
    return new Claim(user, host, pid, run, token, since, now, lasts, released);
  }

  /** The same, given back. */
  public Claim releasedAt(Instant now) {
    return new Claim(user, host, pid, run, token, since, now, lasts, Optional.of(now));
  }

  /** Whether somebody holds the target with it, alive or not. */
  public boolean held() {
    return released.isEmpty();
  }

  /** Whether both were made by one taking, whatever was renewed since. */
  public boolean sameTaking(Claim other) {
    return token == other.token
        && run.equals(other.run)
        && host.equals(other.host)
        && pid == other.pid
        && since.equals(other.since);
  }

  /** {@code alice on host-1, process 4711, since 2026-11-21T22:03:10Z, in run 20261121-...}. */
  public String label() {
    return "%s on %s, process %d, since %s, in run %s"
        .formatted(user, host, pid, since.truncatedTo(ChronoUnit.SECONDS), run);
  }
}
