package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Readiness;
import dev.rollback.adapter.host.machine.HostReader;
import java.time.Duration;
import java.util.Locale;

/** Whether a unit has come where it was sent. */
final class Settling {
  /** What fails at once mostly does so within it; a simple service counts as active before. */
  private static final Duration STEADY = Duration.ofSeconds(1);

  private Settling() {}

  /** Whether it runs. */
  static Readiness running(String name, HostReader system) {
    var unit = Systemctl.unit(name, system);
    if (unit.activity() == Activity.STOPPED && unit.settled()) {
      return new Readiness.Stuck(
          (unit.failed()
                  ? "%s failed: %s".formatted(unit.id(), unit.result())
                  : "%s has ended again (%s)".formatted(unit.id(), unit.result()))
              + Systemctl.journal(name, system));
    }
    if (unit.activity() == Activity.RESTARTING) {
      return new Readiness.Waiting(
          "%s fails (%s) and is started again by systemd, %d times so far"
              .formatted(unit.id(), unit.result(), unit.restarts()));
    }
    if (!unit.settled()) {
      return new Readiness.Waiting(unit.id() + " is " + unit.label());
    }
    var active = unit.activeFor(Systemctl.uptime(system));
    return active.compareTo(STEADY) >= 0
        ? new Readiness.Ready()
        : new Readiness.Waiting(
            String.format(
                Locale.ROOT, "%s has run for %.1f s", unit.id(), active.toMillis() / 1000.0));
  }

  /** Whether it has stopped. */
  static Readiness stopped(String name, HostReader system) {
    var unit = Systemctl.unit(name, system);
    if (unit.activity() != Activity.STOPPED) {
      return new Readiness.Stuck(
          "%s is %s again: something has started it. Units that do: %s"
              .formatted(
                  unit.id(),
                  unit.label(),
                  unit.triggeredBy().isEmpty()
                      ? "none is known"
                      : String.join(", ", unit.triggeredBy())));
    }
    return unit.settled()
        ? new Readiness.Ready()
        : new Readiness.Waiting(unit.id() + " is " + unit.label());
  }
}
