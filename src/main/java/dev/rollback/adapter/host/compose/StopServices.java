package dev.rollback.adapter.host.compose;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
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
    implements Action<Containers, HostReader, HostWriter> {

  /** Refuses what compose would take for something else. */
  public StopServices {
    Project.of(project, files, services).target();
  }

  private Project moved() {
    return Project.of(project, files, services);
  }

  @Override
  public Target target() {
    return moved().target();
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return moved().requirements();
  }

  @Override
  public Risk risk(Containers before, Containers after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<Containers> observe(HostReader system) {
    var found = moved().containers(system);
    return Moves.observed(Containers.of(found), found);
  }

  @Override
  public Containers desired(Containers before) {
    Moves.noneIsPaused(before);
    return before.all(Phase.STOPPED);
  }

  @Override
  public void write(Observed<Containers> from, Containers to, HostWriter system) {
    Moves.write(moved(), from, to, system);
  }

  @Override
  public Readiness ready(Containers wanted, HostReader system) {
    return Moves.ready(moved(), wanted, system);
  }

  @Override
  public boolean partway(Containers from, Containers to, Containers now) {
    return Containers.between(from, to, now);
  }
}
