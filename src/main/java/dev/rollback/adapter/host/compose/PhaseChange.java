package dev.rollback.adapter.host.compose;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;

/** Stops or starts containers: all is the same but where it leads. */
interface PhaseChange extends OnServices<Containers> {
  /** What all of them shall be. */
  Phase wanted();

  @Override
  default Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  default Observed<Containers> observe(HostReader system) {
    var found = moved().containers(system);
    return Moves.observed(Containers.of(found), found);
  }

  @Override
  default Containers desired(Containers before) {
    Moves.noneIsPaused(before);
    return before.all(wanted());
  }

  @Override
  default void write(Observed<Containers> from, Containers to, HostWriter system) {
    Moves.write(moved(), from, to, system);
  }

  @Override
  default Readiness ready(Containers wanted, HostReader system) {
    return Moves.ready(moved(), wanted, system);
  }

  @Override
  default boolean partway(Containers from, Containers to, Containers now) {
    return Containers.between(from, to, now);
  }
}
