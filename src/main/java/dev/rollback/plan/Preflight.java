package dev.rollback.plan;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Asks for everything that the steps of a scenario and their undo will need, without changing
 * anything: each connection once, each requirement once, all at the same time.
 */
public final class Preflight {
  private final Map<String, Probe> probes = new LinkedHashMap<>();
  private final boolean guarded;

  /** One question to one system, and who needs the answer. */
  private record Probe(
      String connection,
      String what,
      Requirement.Use use,
      List<String> steps,
      Callable<Finding> ask) {}

  private Preflight(boolean guarded) {
    this.guarded = guarded;
  }

  /**
   * Something that is needed besides the steps.
   *
   * @param by who needs it
   */
  public record Need<R, W extends R>(
      String by, String label, Connection<R, W> connection, List<Requirement<R>> requirements) {}

  /**
   * Everything that was asked and what was found, in the order of the steps.
   *
   * @param guarded whether the target is protected: then each system that is moved must be pinned
   */
  public static List<PreflightResult> of(
      BoundScenario scenario, boolean guarded, List<Need<?, ?>> more) {
    var preflight = new Preflight(guarded);
    scenario.everything().forEach(preflight::collect);
    more.forEach(preflight::collect);
    return preflight.run();
  }

  /**
   * What the undo of these steps needs, and nothing else. A pin is confirmed where there is one,
   * and not asked for: what is undone belongs to the system that the run's own plan names.
   */
  public static List<PreflightResult> ofUndo(
      BoundScenario scenario, Collection<String> steps, List<Need<?, ?>> more) {
    var preflight = new Preflight(false);
    scenario.all().filter(s -> steps.contains(s.id())).forEach(preflight::collect);
    preflight.probes.values().removeIf(p -> p.use() == Requirement.Use.APPLY);
    more.forEach(preflight::collect);
    return preflight.run();
  }

  private <R, W extends R> void collect(Need<R, W> need) {
    identity(need.by(), need.label(), need.connection(), false);
    need.requirements().forEach(r -> add(need.by(), need.label(), need.connection(), r));
  }

  private void collect(BoundStep step) {
    switch (step) {
      case BoundStep.Move<?, ?, ?> m -> collectMove(m);
      case BoundStep.OneWay<?, ?> o -> collectOneWay(o);
      case BoundStep.Check<?, ?, ?> c -> collectCheck(c);
      case BoundStep.Gate _,
          BoundStep.Manual _,
          BoundStep.Parallel _,
          BoundStep.Choose _,
          BoundStep.Phase _ -> {}
    }
  }

  private <S extends Record, R, W extends R> void collectMove(BoundStep.Move<S, R, W> step) {
    var label = Planner.label(step.type(), step.connectionName());
    reach(step.id(), label, step.connection());
    identity(step.id(), label, step.connection(), guarded);
    step.action().requirements().forEach(r -> add(step.id(), label, step.connection(), r));
  }

  private <R, W extends R> void collectOneWay(BoundStep.OneWay<R, W> step) {
    var label = Planner.label(step.type(), step.connectionName());
    reach(step.id(), label, step.connection());
    identity(step.id(), label, step.connection(), guarded);
    step.action().requirements().forEach(r -> add(step.id(), label, step.connection(), r));
  }

  /** What a check reads may be broken: that is what it is there to find out. It is not pinged. */
  private <V extends Record, R, W extends R> void collectCheck(BoundStep.Check<V, R, W> step) {
    var label = Planner.label(step.type(), step.connectionName());
    identity(step.id(), label, step.connection(), false);
    step.check().requirements().forEach(r -> add(step.id(), label, step.connection(), r));
  }

  private <R, W extends R> void reach(String step, String label, Connection<R, W> connection) {
    add(
        step,
        label,
        connection,
        Requirement.both(
            "reach " + connection.address(),
            _ -> {
              connection.ping();
              return new Finding.Met();
            }));
  }

  /** That the system is the one that is pinned, and that it is pinned where it must be. */
  private <R, W extends R> void identity(
      String step, String label, Connection<R, W> connection, boolean required) {
    var pin = connection.pin();
    if (pin.set()) {
      add(
          step,
          label,
          connection,
          Requirement.both("identity: " + pin.label(), _ -> is(connection)));
    } else if (required && pin.settable()) {
      add(step, label, connection, Requirement.both("a pinned identity", _ -> unpinned(pin)));
    }
  }

  private static Finding is(Connection<?, ?> connection) {
    connection.confirm();
    return new Finding.Met();
  }

  private static Finding unpinned(Pin pin) {
    return new Finding.Missing(
        "The target is protected, and nothing says which system this address must lead to.",
        pin.command());
  }

  private <R, W extends R> void add(
      String step, String label, Connection<R, W> connection, Requirement<R> requirement) {
    var key = label + " " + requirement.what();
    var probe =
        probes.computeIfAbsent(
            key,
            _ ->
                new Probe(
                    label,
                    requirement.what(),
                    requirement.use(),
                    new ArrayList<>(),
                    () -> requirement.probe().apply(connection.reader())));
    if (!probe.steps().contains(step)) {
      probe.steps().add(step);
    }
  }

  private List<PreflightResult> run() {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = probes.values().stream().map(p -> executor.submit(() -> ask(p))).toList();
      var results = new ArrayList<PreflightResult>();
      for (var answer : asked) {
        results.add(answer.get());
      }
      return List.copyOf(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemException.refused("preflight was interrupted", "Start it again.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe failed in a way that no adapter may", e.getCause());
    }
  }

  private static PreflightResult ask(Probe probe) throws Exception {
    try {
      return switch (probe.ask().call()) {
        case Finding.Met() -> result(probe, true, "", "");
        case Finding.Missing(var why, var remedy) -> result(probe, false, why, remedy);
      };
    } catch (SystemException e) {
      return result(probe, false, e.problem(), e.advice().orElse(""));
    }
  }

  private static PreflightResult result(Probe probe, boolean met, String found, String remedy) {
    return new PreflightResult(
        probe.connection(),
        probe.what(),
        probe.use(),
        List.copyOf(probe.steps()),
        met,
        found,
        remedy);
  }
}
