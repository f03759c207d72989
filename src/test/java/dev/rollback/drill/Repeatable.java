package dev.rollback.drill;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.util.List;

/**
 * The faults that campaigns make again and again in one sandbox: they leave traces in the workload
 * and in Redis alone, which can be put back, and a run needs no more than these to see them. What
 * shows itself in logs, rates or sessions, and what changes the schema, roles or the git
 * repository, has a sandbox of its own for each case.
 */
public final class Repeatable {
  private Repeatable() {}

  /** In their order. */
  public static List<Fault> faults() {
    return List.of(Faults.WRONG_SECRET, Faults.STALE_KEYS);
  }
}
