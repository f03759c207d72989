package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Observed;
import dev.rollback.action.Risk;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.shape.Doc;

/** {@code systemd.start}. */
@Doc("Starts a unit of systemd, and waits until it runs for a second; its undo stops it.")
public record StartUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements ActivityChange {

  /** Refuses what is no name of one unit. */
  public StartUnit {
    UnitNames.check(unit);
  }

  @Override
  public Activity wanted() {
    return Activity.RUNNING;
  }

  @Override
  public String verb() {
    return "start";
  }

  @Override
  public String opposite() {
    return "stop";
  }

  @Override
  public Risk risk(UnitState before, UnitState after) {
    return Risk.REVERSIBLE;
  }

  @Override
  public Observed<UnitState> observe(HostReader system) {
    var now = Moves.lasting(unit, system);
    return Circumstances.beforeStarting(new UnitState(now.activity()), now, system);
  }

  /** What this step has started may fail over and over: then its undo stops it all the same. */
  @Override
  public boolean partway(UnitState from, UnitState to, UnitState now) {
    return to.activity() == Activity.STOPPED && now.activity() == Activity.RESTARTING;
  }
}
