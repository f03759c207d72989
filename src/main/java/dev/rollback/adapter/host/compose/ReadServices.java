package dev.rollback.adapter.host.compose;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code compose.services}: what the containers of services do. */
@Doc("Counts what the containers of services of a compose project do.")
public record ReadServices(
    @Doc("The compose project.") String project,
    @Doc("Which of its services; when none is named, all that have containers.")
        List<String> services)
    implements Check<ReadServices.Values, HostReader> {

  /** What was read. */
  @Doc("How many containers there are, and what they do.")
  public record Values(
      @Doc("All containers of the services.") long containers,
      @Doc("Those that run.") long running,
      @Doc("Those that fail and are started again.") long restarting,
      @Doc("Those whose health check fails; the others are healthy, or have none.")
          long unhealthy) {}

  /** Refuses what cannot be names. */
  public ReadServices {
    new Services(project, services).target();
  }

  @Override
  public Target target() {
    return new Services(project, services).target();
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    return List.of(); // an engine that is away is what this check is there to find
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("running == containers && unhealthy == 0");
  }

  @Override
  public Reading<Values> read(HostReader system) {
    var found = new Services(project, services).containers(system);
    return new Reading.Values<>(
        new Values(
            found.size(),
            found.stream().filter(c -> c.phase() == Phase.RUNNING).count(),
            found.stream().filter(c -> c.phase() == Phase.RESTARTING).count(),
            found.stream().filter(c -> c.health().equals("unhealthy")).count()));
  }
}
