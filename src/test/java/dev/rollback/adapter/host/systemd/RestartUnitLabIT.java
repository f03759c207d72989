package dev.rollback.adapter.host.systemd;

import dev.rollback.adapter.host.LabSystemd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code systemd.restart} on the lab's systemd. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabSystemd.VARIABLE, matches = ".+")
final class RestartUnitLabIT extends SystemdContract<RestartUnit, UnitRun> {
  @Override
  protected Class<UnitRun> stateType() {
    return UnitRun.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
    lab().systemctl("start", UNIT);
  }

  @Override
  protected RestartUnit action() {
    return new RestartUnit(UNIT);
  }

  @Override
  protected void disturb() {
    lab().systemctl("stop", UNIT);
  }
}
