package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;

/** {@code systemd.restart}. */
@Doc(
    "Restarts a unit of systemd, or starts it where it is stopped, and waits until it runs for a"
        + " second.")
public record RestartUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements OnUnit<UnitRun> {

  /** Refuses what is no name of one unit. */
  public RestartUnit {
    UnitNames.check(unit);
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return UnitNeeds.of(unit, Map.of("restart", Requirement.Use.APPLY));
  }

  @Override
  public Risk risk(UnitRun before, UnitRun after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Undo undo() {
    return Undo.impossible("the processes that it ends do not come back; the unit goes on running");
  }

  @Override
  public Observed<UnitRun> observe(HostReader system) {
    var now = Moves.lasting(unit, system);
    var run = UnitRun.of(now);
    if (now.activity() == Activity.RUNNING && now.invocation().isEmpty()) {
      throw SystemException.refused(
          "systemd on %s gives the runs of %s no id, so that a restart could not be told"
              .formatted(system.address(), now.id()),
          "It takes systemd 232 or later. Use systemd.stop and systemd.start.");
    }
    return Circumstances.beforeRestarting(run, now, system);
  }

  @Override
  public UnitRun desired(UnitRun before) {
    return before.next();
  }

  @Override
  public void write(Observed<UnitRun> from, UnitRun to, HostWriter system) {
    Moves.unchanged(unit, from.version(), system);
    Systemctl.ask("restart", unit, system);
  }

  @Override
  public Readiness ready(UnitRun wanted, HostReader system) {
    return Settling.running(unit, system);
  }
}
