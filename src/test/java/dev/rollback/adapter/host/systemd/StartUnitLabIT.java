package dev.rollback.adapter.host.systemd;

import dev.rollback.adapter.host.LabSystemd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code systemd.start} on the lab's systemd. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabSystemd.VARIABLE, matches = ".+")
final class StartUnitLabIT extends SystemdContract<StartUnit, UnitState> {
  @Override
  protected Class<UnitState> stateType() {
    return UnitState.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
  }

  @Override
  protected StartUnit action() {
    return new StartUnit(UNIT);
  }

  @Override
  protected void disturb() {
    crash();
  }
}
