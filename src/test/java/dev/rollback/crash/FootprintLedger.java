package dev.rollback.crash;

import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.Footprint;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of a {@link Footprint} what no other ledger has: the schema, rights and roles of the database,
 * and settings of Redis. What it counts, others count.
 */
final class FootprintLedger implements Ledger {
  private final Sandbox sandbox;

  FootprintLedger(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String system() {
    return "footprint";
  }

  @Override
  public Map<String, Held> holds() {
    var held = new TreeMap<String, Held>();
    Footprint.of(sandbox)
        .items()
        .forEach(
            (name, form) -> {
              if (name.startsWith("database ") || name.startsWith("redis setting ")) {
                held.put(name, Held.lasting(form));
              }
            });
    return held;
  }

  @Override
  public Writes writes() {
    return Writes.NONE;
  }

  @Override
  public void putBack(Map<String, Held> holdings) {
    if (!holds().equals(holdings)) {
      throw new IllegalStateException("the schema, roles or settings have changed: not put back");
    }
  }

  @Override
  public void close() {}
}
