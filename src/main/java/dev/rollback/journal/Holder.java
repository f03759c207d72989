package dev.rollback.journal;

import dev.rollback.shape.Doc;
import java.time.Instant;

/** The process that writes a run's journal. */
@Doc("The process that writes a run's journal.")
public record Holder(
    @Doc("The user it runs as.") String user,
    @Doc("The machine it runs on.") String host,
    @Doc("Its process id there.") long pid,
    @Doc("Since when it holds the run.") Instant since) {

  /** {@code alice on host-1, process 4711, since 2026-11-21T22:03:10Z}. */
  public String label() {
    return user + " on " + host + ", process " + pid + ", since " + since;
  }
}
