package dev.rollback.drill;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.util.List;

/**
 * The faults that campaigns make again and again in one sandbox: they leave traces in the workload
 * and in Redis alone, which can be put back. Those that change the schema, roles or the git
 * repository need a sandbox for each round, which the campaigns do not have.
 */
public final class Repeatable {
  private Repeatable() {}

  /** In their order. */
  public static List<Fault> faults() {
    return List.of(Faults.WRONG_SECRET, Faults.STALE_KEYS);
  }
}
