package dev.rollback.adapter.host.compose;

import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the actions on a project have in common. */
final class Moves {
  /** What fails at once mostly does so within it. */
  private static final Duration STEADY = Duration.ofSeconds(1);

  private Moves() {}

  /** A state, with what a person should know before it is changed. */
  static <S> Observed<S> observed(S state, List<Container> found) {
    var notes = new ArrayList<String>();
    named(found, c -> c.policy().equals("always"))
        .ifPresent(
            names ->
                notes.add(
                    "Stopped, these are started again when the Docker engine starts (restart:"
                        + " always): "
                        + names));
    named(found, c -> c.phase() == Phase.RESTARTING)
        .ifPresent(names -> notes.add("These fail, and are started again and again: " + names));
    named(found, c -> c.health().equals("unhealthy"))
        .ifPresent(names -> notes.add("These are unhealthy: " + names));
    return new Observed<>(state, Services.version(found), notes);
  }

  private static java.util.Optional<String> named(
      List<Container> found, java.util.function.Predicate<Container> which) {
    var names = found.stream().filter(which).map(Container::name).collect(Collectors.joining(", "));
    return names.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(names);
  }

  /** Whoever froze a container wants it so; it could not be brought back to that. */
  static void noneIsPaused(Containers before) {
    var paused =
        before.containers().entrySet().stream()
            .filter(c -> c.getValue() == Phase.PAUSED)
            .map(c -> c.getKey())
            .toList();
    if (!paused.isEmpty()) {
      throw SystemException.refused(
          "these containers are paused: " + String.join(", ", paused),
          "Find out who paused them and why; then: docker unpause " + String.join(" ", paused));
    }
  }

  /** The engine has no versions to write against: what can be done is to look once more. */
  static List<Container> unchanged(Project project, String version, HostReader system) {
    var found = project.containers(system);
    if (!Services.version(found).equals(version)) {
      throw SystemException.refused(
          "project %s on %s has changed since it was looked at"
              .formatted(project.name(), system.address()),
          "Plan again and look at the new preview.");
    }
    return found;
  }

  /** Brings containers into a state: by compose where a whole service goes there. */
  static void write(Project project, Observed<Containers> from, Containers to, HostWriter system) {
    var found = unchanged(project, from.version(), system);
    move(project, found, to, false, system);
    move(project, found, to, true, system);
  }

  private static void move(
      Project project, List<Container> found, Containers to, boolean run, HostWriter system) {
    var verb = run ? "start" : "stop";
    var moved = found.stream().filter(c -> moves(c, to, run)).toList();
    var whole = new ArrayList<String>();
    var single = new ArrayList<String>();
    for (var container : moved) {
      var service = container.service();
      if (found.stream().filter(c -> c.service().equals(service)).allMatch(c -> goes(c, to, run))) {
        if (!whole.contains(service)) {
          whole.add(service);
        }
      } else {
        single.add(container.name());
      }
    }
    if (!whole.isEmpty()) {
      whole.addFirst(verb);
      Docker.change(project.argv(Docker.compose(system), whole), system);
    }
    if (!single.isEmpty()) {
      single.addAll(0, List.of("docker", verb));
      Docker.change(single, system);
    }
  }

  private static boolean moves(Container container, Containers to, boolean run) {
    return goes(container, to, run) && run == (container.phase() == Phase.STOPPED);
  }

  private static boolean goes(Container container, Containers to, boolean run) {
    var wanted = to.containers().get(container.name());
    return wanted != null && run == (wanted != Phase.STOPPED);
  }

  /** Whether containers have come where they were sent. */
  static Readiness ready(Project project, Containers wanted, HostReader system) {
    var found = project.containers(system);
    return first(
        found.stream()
            .filter(c -> wanted.containers().get(c.name()) == Phase.STOPPED)
            .map(Moves::stopped)
            .toList(),
        running(
            found.stream().filter(c -> wanted.containers().get(c.name()) == Phase.RUNNING).toList(),
            system));
  }

  /** Whether all of these run, and are healthy where that is asked for. */
  static Readiness running(List<Container> found, HostReader system) {
    var each = found.stream().map(c -> running(c, system)).toList();
    var all = first(each, new Readiness.Ready());
    if (!(all instanceof Readiness.Ready) || found.isEmpty()) {
      return all;
    }
    var now = Docker.time(system);
    return found.stream()
        .filter(c -> c.startedAt().plus(STEADY).isAfter(now))
        .findFirst()
        .<Readiness>map(c -> new Readiness.Waiting(c.name() + " was started just now"))
        .orElseGet(Readiness.Ready::new);
  }

  /** What cannot become better, then what still may, then the rest. */
  private static Readiness first(List<Readiness> each, Readiness rest) {
    return each.stream()
        .filter(Readiness.Stuck.class::isInstance)
        .findFirst()
        .or(() -> each.stream().filter(Readiness.Waiting.class::isInstance).findFirst())
        .orElse(rest);
  }

  private static Readiness running(Container container, HostReader system) {
    return switch (container.phase()) {
      case RESTARTING ->
          new Readiness.Waiting(
              "%s fails (exit code %d) and is started again"
                  .formatted(container.name(), container.exitCode()));
      case STOPPED, PAUSED ->
          new Readiness.Stuck(
              "%s is %s (exit code %d)%s"
                  .formatted(
                      container.name(),
                      container.status(),
                      container.exitCode(),
                      Docker.log(container, system)));
      case RUNNING ->
          switch (container.health()) {
            case "starting" -> new Readiness.Waiting(container.name() + " is not yet healthy");
            case "unhealthy" ->
                new Readiness.Stuck(
                    container.name() + " runs and is unhealthy" + Docker.log(container, system));
            default -> new Readiness.Ready();
          };
    };
  }

  private static Readiness stopped(Container container) {
    return container.phase() == Phase.STOPPED
        ? new Readiness.Ready()
        : new Readiness.Stuck(
            "%s is %s again: something has started it"
                .formatted(container.name(), container.status()));
  }
}
