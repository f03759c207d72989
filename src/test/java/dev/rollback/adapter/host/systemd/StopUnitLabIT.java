package dev.rollback.adapter.host.systemd;

import dev.rollback.adapter.host.LabSystemd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code systemd.stop} on the lab's systemd. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabSystemd.VARIABLE, matches = ".+")
final class StopUnitLabIT extends SystemdContract<StopUnit, UnitState> {
  @Override
  protected Class<UnitState> stateType() {
    return UnitState.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
    lab().systemctl("start", UNIT);
  }

  @Override
  protected StopUnit action() {
    return new StopUnit(UNIT);
  }

  @Override
  protected void disturb() {
    crash();
  }
}
