package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.util.List;
import java.util.Map;

/** Stops or starts a unit. */
interface ActivityChange extends OnUnit<UnitState> {
  /** What it shall be. */
  Activity wanted();

  /** What systemctl is told to do it. */
  String verb();

  /** What systemctl is told to take it back. */
  String opposite();

  @Override
  default List<Requirement<HostReader>> requirements() {
    return UnitNeeds.of(
        unit(), Map.of(verb(), Requirement.Use.APPLY, opposite(), Requirement.Use.UNDO));
  }

  @Override
  default Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  default UnitState desired(UnitState before) {
    return new UnitState(wanted());
  }

  @Override
  default void write(Observed<UnitState> from, UnitState to, HostWriter system) {
    Moves.write(unit(), from, to, system);
  }

  @Override
  default Readiness ready(UnitState wanted, HostReader system) {
    return Moves.ready(unit(), wanted, system);
  }
}
