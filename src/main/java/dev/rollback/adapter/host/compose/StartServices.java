package dev.rollback.adapter.host.compose;

import dev.rollback.action.Risk;
import dev.rollback.shape.Doc;
import java.util.List;

/** {@code compose.start}. */
@Doc(
    "Starts the containers that services of a compose project have, and waits until they run for a"
        + " second and are healthy; its undo stops those that did not run.")
public record StartServices(
    @Doc("The compose project.") String project,
    @Doc("Its compose files, as paths on that machine.") List<String> files,
    @Doc("Which of its services; when none is named, all that have containers.")
        List<String> services)
    implements PhaseChange {

  /** Refuses what compose would take for something else. */
  public StartServices {
    Project.of(project, files, services).target();
  }

  @Override
  public Phase wanted() {
    return Phase.RUNNING;
  }

  @Override
  public Risk risk(Containers before, Containers after) {
    return Risk.REVERSIBLE;
  }
}
