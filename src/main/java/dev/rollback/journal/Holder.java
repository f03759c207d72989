package dev.rollback.journal;

import dev.rollback.shape.Doc;
import java.time.Instant;

/** The process that holds a run or a target, and for which run. */
@Doc("The process that holds a run or a target.")
public record Holder(
    @Doc("The user it runs as.") String user,
    @Doc("The machine it runs on.") String host,
    @Doc("Its process id there.") long pid,
    @Doc("Since when it holds it.") Instant since,
    @Doc("The run that it holds it for.") String run) {

  /** {@code alice on host-1, process 4711, since 2026-11-21T22:03:10Z}. */
  public String label() {
    return user + " on " + host + ", process " + pid + ", since " + since;
  }
}
