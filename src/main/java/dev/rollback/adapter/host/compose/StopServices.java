package dev.rollback.adapter.host.compose;

import dev.rollback.action.Risk;
import dev.rollback.shape.Doc;
import java.util.List;

/** {@code compose.stop}. */
@Doc(
    "Stops services of a compose project, and waits until their containers have stopped; its undo"
        + " starts those that ran.")
public record StopServices(
    @Doc("The compose project.") String project,
    @Doc("Its compose files, as paths on that machine.") List<String> files,
    @Doc("Which of its services; when none is named, all that have containers.")
        List<String> services)
    implements PhaseChange {

  /** Refuses what compose would take for something else. */
  public StopServices {
    Project.of(project, files, services).target();
  }

  @Override
  public Phase wanted() {
    return Phase.STOPPED;
  }

  @Override
  public Risk risk(Containers before, Containers after) {
    return Risk.DISRUPTIVE;
  }
}
