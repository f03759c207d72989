package dev.rollback.adapter.host.systemd;

import dev.rollback.shape.Doc;

/**
 * What {@code systemd.restart} moves. The id of the run that a restart makes is not known before:
 * what is wanted equals every run but those that it excludes.
 */
@Doc("The run of a unit; systemd gives each one an id.")
public record UnitRun(
    @Doc("INVOCATION, 'another than INVOCATION', 'a new one', 'stopped' or 'restarting'.")
        String run) {
  private static final String OTHER = "another than ";
  private static final String NEW = "a new one";
  private static final String ID = "[0-9a-f]{32}";

  /** That of a unit as it is. */
  static UnitRun of(Unit unit) {
    return new UnitRun(
        unit.invocation()
            .orElseGet(
                () ->
                    switch (unit.activity()) {
                      case RUNNING -> "without an id";
                      case RESTARTING -> "restarting";
                      case STOPPED -> "stopped";
                    }));
  }

  /** What a restart makes of it. */
  UnitRun next() {
    if (wanted()) {
      return this;
    }
    return new UnitRun(run.matches(ID) ? OTHER + run : NEW);
  }

  private boolean wanted() {
    return run.startsWith(OTHER) || run.equals(NEW);
  }

  private boolean takes(UnitRun found) {
    return found.run.matches(ID) && !run.equals(OTHER + found.run);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitRun that
        && (run.equals(that.run)
            || (wanted() && takes(that))
            || (that.wanted() && that.takes(this)));
  }

  /** All may be equal: see above. */
  @Override
  public int hashCode() {
    return 0;
  }
}
