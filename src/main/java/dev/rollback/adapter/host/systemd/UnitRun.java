package dev.rollback.adapter.host.systemd;

import dev.rollback.adapter.host.machine.RunId;
import dev.rollback.shape.Doc;

/**
 * What {@code systemd.restart} moves. What is wanted equals every run but the one that it excludes:
 * see {@link RunId}.
 */
@Doc("The run of a unit; systemd gives each one an id.")
public record UnitRun(
    @Doc("INVOCATION, 'another than INVOCATION', 'a new one', 'stopped' or 'restarting'.")
        String run) {

  /** That of a unit as it is. */
  static UnitRun of(Unit unit) {
    return new UnitRun(
        switch (unit.activity()) {
          case RUNNING -> unit.invocation().orElse("");
          case RESTARTING -> RunId.RESTARTING;
          case STOPPED -> RunId.STOPPED;
        });
  }

  /** What a restart makes of it. */
  UnitRun next() {
    return new UnitRun(RunId.next(run));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitRun that && RunId.same(run, that.run);
  }

  /** What is wanted may equal any of them. */
  @Override
  public int hashCode() {
    return 0;
  }
}
