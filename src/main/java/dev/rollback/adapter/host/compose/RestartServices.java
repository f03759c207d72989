package dev.rollback.adapter.host.compose;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Risk;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.adapter.host.machine.RunId;
import dev.rollback.shape.Doc;
import java.util.ArrayList;
import java.util.List;

/** {@code compose.restart}. */
@Doc(
    "Restarts the containers of services of a compose project, and waits until they run for a"
        + " second and are healthy.")
public record RestartServices(
    @Doc("The compose project.") String project,
    @Doc("Its compose files, as paths on that machine.") List<String> files,
    @Doc("Which of its services; when none is named, all that have containers.")
        List<String> services)
    implements OnServices<Runs> {

  /** Refuses what compose would take for something else. */
  public RestartServices {
    Project.of(project, files, services).target();
  }

  @Override
  public Risk risk(Runs before, Runs after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Undo undo() {
    return Undo.impossible(
        "the processes that it ends do not come back; the services go on running");
  }

  @Override
  public Observed<Runs> observe(HostReader system) {
    var found = moved().containers(system);
    Moves.noneIsPaused(Containers.of(found));
    return Moves.observed(Runs.of(found), found);
  }

  @Override
  public Runs desired(Runs before) {
    return before.next();
  }

  @Override
  public void write(Observed<Runs> from, Runs to, HostWriter system) {
    var found = Moves.unchanged(moved(), from.version(), system);
    var words = new ArrayList<>(List.of("restart"));
    var left = found.stream().filter(c -> !isDone(c, to)).map(Container::service).distinct();
    left.forEach(words::add);
    Docker.change(moved().argv(Docker.compose(system), words), system);
  }

  /** What an interrupted restart has done already. */
  private static boolean isDone(Container container, Runs to) {
    var now = Runs.of(List.of(container));
    var wanted = to.runs().getOrDefault(container.name(), "");
    return now.runs().values().stream().allMatch(run -> RunId.same(run, wanted));
  }

  @Override
  public Readiness ready(Runs wanted, HostReader system) {
    return Moves.running(moved().containers(system), system);
  }

  @Override
  public boolean partway(Runs from, Runs to, Runs now) {
    return Runs.between(from, to, now);
  }
}
