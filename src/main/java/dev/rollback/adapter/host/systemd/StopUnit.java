package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;

/** {@code systemd.stop}. */
@Doc("Stops a unit of systemd, and waits until it has stopped; its undo starts it.")
public record StopUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements Action<UnitState, HostReader, HostWriter> {

  /** Refuses what is no name of one unit. */
  public StopUnit {
    UnitNames.check(unit);
  }

  @Override
  public Target target() {
    return Target.of("unit/" + UnitNames.full(unit), "activity");
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return UnitNeeds.of(unit, Map.of("stop", Requirement.Use.APPLY, "start", Requirement.Use.UNDO));
  }

  @Override
  public Risk risk(UnitState before, UnitState after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<UnitState> observe(HostReader system) {
    var now = Systemctl.unit(unit, system);
    return Circumstances.beforeStopping(new UnitState(now.activity()), now, system);
  }

  @Override
  public UnitState desired(UnitState before) {
    return new UnitState(Activity.STOPPED);
  }

  @Override
  public void write(Observed<UnitState> from, UnitState to, HostWriter system) {
    Moves.write(unit, from, to, system);
  }

  @Override
  public Readiness ready(UnitState wanted, HostReader system) {
    return Moves.ready(unit, wanted, system);
  }
}
