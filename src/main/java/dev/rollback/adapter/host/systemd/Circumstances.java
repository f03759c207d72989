package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Competitor;
import dev.rollback.action.Observed;
import dev.rollback.adapter.host.machine.HostReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person should know of a unit before it is moved. */
final class Circumstances {
  private final Unit unit;
  private final HostReader system;
  private final List<String> notes = new ArrayList<>();

  private Circumstances(Unit unit, HostReader system) {
    this.unit = unit;
    this.system = system;
  }

  /** A state with what is to be known before it is stopped. */
  static <S> Observed<S> beforeStopping(S state, Unit unit, HostReader system) {
    var all = new Circumstances(unit, system);
    all.now();
    all.dependents();
    if (unit.fileState().equals("enabled")) {
      all.notes.add("It is enabled: the next boot of the machine starts it again.");
    }
    return new Observed<>(state, unit.version(), all.notes, all.triggers());
  }

  /** The same before it is started. */
  static <S> Observed<S> beforeStarting(S state, Unit unit, HostReader system) {
    var all = new Circumstances(unit, system);
    all.now();
    all.outdated();
    return new Observed<>(state, unit.version(), all.notes);
  }

  /** The same before it is restarted. */
  static <S> Observed<S> beforeRestarting(S state, Unit unit, HostReader system) {
    var all = new Circumstances(unit, system);
    all.now();
    all.dependents();
    all.outdated();
    return new Observed<>(state, unit.version(), all.notes);
  }

  private void now() {
    if (unit.activity() == Activity.RESTARTING) {
      notes.add(
          "It fails (%s), and systemd starts it again and again: %d times so far."
              .formatted(unit.result(), unit.restarts()));
    } else if (!unit.settled()) {
      notes.add("It is " + unit.label() + " at the moment.");
    } else if (unit.failed()) {
      notes.add("It has failed: " + unit.result() + ".");
    }
  }

  private void outdated() {
    if (unit.outdated()) {
      notes.add(
          "Its unit file was changed since systemd has read it: what it says now holds only after"
              + " systemctl daemon-reload.");
    }
  }

  /** What stops with it is not part of the state, and an undo does not start it. */
  private void dependents() {
    var running =
        Systemctl.show(unit.stopWithIt(), system).stream()
            .filter(u -> u.activity() != Activity.STOPPED)
            .map(Unit::id)
            .collect(Collectors.joining(", "));
    if (!running.isEmpty()) {
      notes.add(
          "These need it and stop with it; to have them started again is up to you: " + running);
    }
  }

  /** Timers, sockets and paths that start it again. */
  private List<Competitor> triggers() {
    return Systemctl.show(unit.triggeredBy(), system).stream()
        .filter(u -> u.activity() == Activity.RUNNING)
        .map(
            u ->
                new Competitor(
                    u.id(),
                    "starts it again " + occasion(u.id()) + ".",
                    Optional.of(new Competitor.Suspension("systemd.stop", Map.of("unit", u.id())))))
        .toList();
  }

  private static String occasion(String trigger) {
    if (trigger.endsWith(".timer")) {
      return "when it is due";
    }
    return trigger.endsWith(".socket")
        ? "with the next connection"
        : "when something happens to its path";
  }
}
