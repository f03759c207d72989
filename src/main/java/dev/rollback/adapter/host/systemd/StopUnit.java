package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Observed;
import dev.rollback.action.Risk;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.shape.Doc;

/** {@code systemd.stop}. */
@Doc("Stops a unit of systemd, and waits until it has stopped; its undo starts it.")
public record StopUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements ActivityChange {

  /** Refuses what is no name of one unit. */
  public StopUnit {
    UnitNames.check(unit);
  }

  @Override
  public Activity wanted() {
    return Activity.STOPPED;
  }

  @Override
  public String verb() {
    return "stop";
  }

  @Override
  public String opposite() {
    return "start";
  }

  @Override
  public Risk risk(UnitState before, UnitState after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Observed<UnitState> observe(HostReader system) {
    var now = Systemctl.unit(unit, system);
    return Circumstances.beforeStopping(new UnitState(now.activity()), now, system);
  }
}
