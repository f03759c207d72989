package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Action;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;

/** What the actions on a unit of systemd share. */
interface OnUnit<S extends Record> extends Action<S, HostReader, HostWriter> {
  /** The unit, as a runbook names it. */
  String unit();

  @Override
  default Target target() {
    return Target.of("unit/" + UnitNames.full(unit()), "activity");
  }

  @Override
  default Trust trust() {
    return Trust.EXACT;
  }
}
