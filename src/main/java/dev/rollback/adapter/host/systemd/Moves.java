package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;

/** What stopping and starting have in common: each is the other's undo. */
final class Moves {
  private Moves() {}

  /** Brings a unit into a state. */
  static void write(String unit, Observed<UnitState> from, UnitState to, HostWriter system) {
    unchanged(unit, from.version(), system);
    var verb =
        switch (to.activity()) {
          case RUNNING, RESTARTING -> "start";
          case STOPPED -> "stop";
        };
    Systemctl.ask(verb, unit, system);
  }

  /** systemd has no versions to write against: what can be done is to look once more. */
  static void unchanged(String unit, String version, HostReader system) {
    if (!Systemctl.unit(unit, system).version().equals(version)) {
      throw SystemException.refused(
          UnitNames.full(unit) + " on " + system.address() + " has changed since it was looked at",
          "Plan again and look at the new preview.");
    }
  }

  static Readiness ready(String unit, UnitState wanted, HostReader system) {
    return switch (wanted.activity()) {
      case RUNNING -> Settling.running(unit, system);
      // It failed before as well: that it is not at rest is how it was.
      case RESTARTING -> new Readiness.Ready();
      case STOPPED -> Settling.stopped(unit, system);
    };
  }

  /** A unit that is no run of a program to its end. */
  static Unit lasting(String unit, HostReader system) {
    var found = Systemctl.unit(unit, system);
    if (found.endsByItself()) {
      throw SystemException.refused(
          "%s on %s ends by itself: it is a oneshot without RemainAfterExit, and does not stay"
                  .formatted(found.id(), system.address())
              + " started",
          "Run it once by exec.run: systemctl start " + unit);
    }
    return found;
  }
}
