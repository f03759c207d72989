package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code systemd.unit}: what a unit does. */
@Doc("Reads what a unit of systemd does.")
public record ReadUnit(@Doc("The unit; without a type, a .service.") String unit)
    implements Check<ReadUnit.Values, HostReader> {

  /** What was read. */
  @Doc("What systemd says of the unit.")
  public record Values(
      @Doc("Whether it runs: active, and not about to be started again.") boolean running,
      @Doc("systemd's ActiveState: active, inactive, failed, activating ...") String active,
      @Doc("systemd's SubState: running, exited, dead, auto-restart ...") String sub,
      @Doc("How often systemd has started it again by itself since it was started.") long restarts,
      @Doc("How its last run ended: success, exit-code 1, signal, timeout ...") String result) {}

  /** Refuses what is no name of one unit. */
  public ReadUnit {
    UnitNames.check(unit);
  }

  @Override
  public Target target() {
    return Target.of("unit/" + UnitNames.full(unit));
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return List.of(); // a unit that is not there is what this check is there to find
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("running");
  }

  @Override
  public Reading<Values> read(HostReader system) {
    var found = Systemctl.unit(unit, system);
    return new Reading.Values<>(
        new Values(
            found.activity() == Activity.RUNNING && found.settled(),
            found.active(),
            found.sub(),
            found.restarts(),
            found.result()));
  }
}
