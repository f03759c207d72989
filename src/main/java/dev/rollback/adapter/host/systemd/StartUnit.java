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

/** {@code systemd.start}. */
@Doc("Starts a unit of systemd, and waits until it runs for a second; its undo stops it.")
public record StartUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements Action<UnitState, HostReader, HostWriter> {

  /** Refuses what is no name of one unit. */
  public StartUnit {
    UnitNames.check(unit);
  }

  @Override
  public Target target() {
    return Target.of("unit/" + UnitNames.full(unit), "activity");
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return UnitNeeds.of(unit, Map.of("start", Requirement.Use.APPLY, "stop", Requirement.Use.UNDO));
  }

  @Override
  public Risk risk(UnitState before, UnitState after) {
    return Risk.REVERSIBLE;
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
    var now = Moves.lasting(unit, system);
    return Circumstances.beforeStarting(new UnitState(now.activity()), now, system);
  }

  @Override
  public UnitState desired(UnitState before) {
    return new UnitState(Activity.RUNNING);
  }

  @Override
  public void write(Observed<UnitState> from, UnitState to, HostWriter system) {
    Moves.write(unit, from, to, system);
  }

  @Override
  public Readiness ready(UnitState wanted, HostReader system) {
    return Moves.ready(unit, wanted, system);
  }

  /** What this step has started may fail over and over: then its undo stops it all the same. */
  @Override
  public boolean partway(UnitState from, UnitState to, UnitState now) {
    return to.activity() == Activity.STOPPED && now.activity() == Activity.RESTARTING;
  }
}
