package dev.rollback.plan;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.Channel;
import dev.rollback.scenario.StepForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for everything that the steps of a scenario and their undo will need, without changing
 * anything: each connection once, each requirement once, all at the same time.
 */
public final class Preflight {
  private final Map<String, Probe> probes = new LinkedHashMap<>();
  private final boolean guarded;
  private final Optional<Machine> machine;
  private final boolean diagnosed;

  /** One question to one system, and who needs the answer. */
  private static final class Probe {
    private final String connection;
    private final String what;
    private Callable<Finding> ask;
    private final List<String> steps = new ArrayList<>();
    private Requirement.Use use;
    private boolean required;

    private Probe(
        String connection,
        String what,
        Requirement.Use use,
        boolean required,
        Callable<Finding> ask) {
      this.connection = connection;
      this.what = what;
      this.use = use;
      this.required = required;
      this.ask = ask;
    }

    private void neededBy(String step, Requirement.Use more, boolean mustBeMet) {
      use = use == more ? use : Requirement.Use.BOTH;
      required |= mustBeMet;
      if (!steps.contains(step)) {
        steps.add(step);
      }
    }

    private PreflightResult result(Finding finding) {
      return switch (finding) {
        case Finding.Met() -> result(true, false, "", "");
        case Finding.Missing(var why, var remedy) -> result(!required, !required, why, remedy);
        case Finding.Warning(var why, var remedy) -> result(true, true, why, remedy);
      };
    }

    private PreflightResult result(boolean met, boolean warning, String found, String remedy) {
      return new PreflightResult(
          connection, what, use, List.copyOf(steps), met, warning, found, remedy);
    }
  }

  /** Whether it warns of a channel that cannot be told what happens. */
  public static boolean isOfChannel(PreflightResult result) {
    return result.warning() && result.steps().contains(ChannelProbes.BY);
  }

  private Preflight(boolean guarded, Optional<Machine> machine, boolean diagnosed) {
    this.guarded = guarded;
    this.machine = machine;
    this.diagnosed = diagnosed;
  }

  /**
   * Something that is needed besides the steps.
   *
   * @param by who needs it
   */
  public record Need<R, W extends R>(
      String by, String label, Connection<R, W> connection, List<Requirement<R>> requirements) {}

  /**
   * Everything that was asked and what was found, in the order of the steps. Of a step that may be
   * left out and has no connection nothing is asked: where it takes part, the planner refuses it.
   *
   * @param guarded whether the target is protected: then each system that is moved must be pinned
   */
  public static List<PreflightResult> of(
      BoundScenario scenario, boolean guarded, Machine machine, List<Need<?, ?>> more) {
    var preflight = new Preflight(guarded, Optional.of(machine), scenario.diagnosed());
    scenario.everything().filter(s -> s.missing().isEmpty()).forEach(preflight::collect);
    more.forEach(preflight::collect);
    scenario.channels().values().forEach(preflight::collect);
    preflight.disk(machine, scenario);
    return preflight.run();
  }

  /**
   * What the undo of these steps needs, and nothing else. A pin is confirmed where there is one,
   * and not asked for: what is undone belongs to the system that the run's own plan names.
   */
  public static List<PreflightResult> ofUndo(
      BoundScenario scenario, Collection<String> steps, List<Need<?, ?>> more) {
    var preflight = new Preflight(false, Optional.empty(), false);
    scenario.all().filter(s -> steps.contains(s.id())).forEach(preflight::collect);
    preflight.probes.values().removeIf(p -> p.use == Requirement.Use.APPLY);
    more.forEach(preflight::collect);
    return preflight.run();
  }

  private <R, W extends R> void collect(Need<R, W> need) {
    identity(need.by(), need.label(), need.connection(), false);
    need.requirements().forEach(r -> add(need.by(), need.label(), need.connection(), r));
  }

  /** A channel that is away is no reason to refuse a rollback: it is told beforehand. */
  private void collect(Channel channel) {
    switch (channel) {
      case Channel.Known<?, ?> known -> ChannelProbes.of(known).forEach(this::addOptional);
      case Channel.Missing missing -> addOptional(ChannelProbes.of(missing));
    }
  }

  private void addOptional(ChannelProbes.Question question) {
    add(
        ChannelProbes.BY,
        question.label(),
        question.what(),
        Requirement.Use.BOTH,
        false,
        question.ask());
  }

  private void collect(BoundStep step) {
    switch (step) {
      case BoundStep.Move<?, ?, ?> m -> collectMove(m);
      case BoundStep.OneWay<?, ?> o -> collectOneWay(o);
      case BoundStep.Check<?, ?, ?> c -> collectCheck(c);
      case BoundStep.Collect<?, ?> c -> collectCapture(c);
      case BoundStep.Gate _,
          BoundStep.Manual _,
          BoundStep.Parallel _,
          BoundStep.Choose _,
          BoundStep.Phase _,
          BoundStep.Call _ -> {}
    }
  }

  private <S extends Record, R, W extends R> void collectMove(BoundStep.Move<S, R, W> step) {
    var label = step.way();
    reach(step.id(), label, step.connection(), true);
    clock(step.id(), label, step.connection());
    identity(step.id(), label, step.connection(), guarded);
    step.action().requirements().forEach(r -> add(step.id(), label, step.connection(), r));
  }

  private <R, W extends R> void collectOneWay(BoundStep.OneWay<R, W> step) {
    var label = step.way();
    reach(step.id(), label, step.connection(), true);
    clock(step.id(), label, step.connection());
    identity(step.id(), label, step.connection(), guarded);
    step.action().requirements().forEach(r -> add(step.id(), label, step.connection(), r));
  }

  /**
   * What a check reads may be broken: that is what it is there to find out, and no refusal. Where a
   * diagnosis tells what is broken, nothing is asked of a system that cannot be reached, either.
   */
  private <V extends Record, R, W extends R> void collectCheck(BoundStep.Check<V, R, W> step) {
    var label = step.way();
    machine.ifPresent(_ -> reach(step.id(), label, step.connection(), false));
    identity(step.id(), label, step.connection(), false, diagnosed);
    step.check()
        .requirements()
        .forEach(r -> add(step.id(), label, step.connection(), r, true, diagnosed));
  }

  private static <R> Requirement<R> ifReachable(
      Connection<?, ?> connection, Requirement<R> requirement) {
    return new Requirement<>(
        requirement.what(),
        requirement.use(),
        reader -> {
          var found = found(requirement, reader);
          return found instanceof Finding.Missing(var why, var remedy) && !reachable(connection)
              ? new Finding.Warning(why, remedy)
              : found;
        });
  }

  private static <R> Finding found(Requirement<R> requirement, R reader) {
    try {
      return requirement.probe().apply(reader);
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse(""));
    }
  }

  private static boolean reachable(Connection<?, ?> connection) {
    try {
      connection.ping();
      return true;
    } catch (SystemException e) {
      return false; // which is told by itself
    }
  }

  private <R, W extends R> void collectCapture(BoundStep.Collect<R, W> step) {
    var label = step.way();
    machine.ifPresent(_ -> reach(step.id(), label, step.connection(), false));
    identity(step.id(), label, step.connection(), false);
    // A run that goes on without its evidence is not refused for it: it is told beforehand.
    var needed = step.onFailure() != StepForm.OnFailure.CONTINUE;
    step.capture().requirements().forEach(r -> add(step.id(), label, step.connection(), r, needed));
  }

  private void reach(String step, String label, Connection<?, ?> connection, boolean required) {
    add(
        step,
        label,
        "reach " + connection.address(),
        Requirement.Use.BOTH,
        required,
        () -> {
          connection.ping();
          return new Finding.Met();
        });
  }

  /** Of a system that does not tell its time nothing is asked; that it is away is told anyway. */
  private void clock(String step, String label, Connection<?, ?> connection) {
    machine.ifPresent(
        m ->
            add(
                step,
                label,
                m.clockNeeded(),
                Requirement.Use.BOTH,
                true,
                () -> {
                  try {
                    return m.clock(connection);
                  } catch (SystemException e) {
                    return new Finding.Warning(e.problem(), e.advice().orElse(""));
                  }
                }));
  }

  /** Room for the journal, and for what bulk actions keep before they write. */
  private void disk(Machine here, BoundScenario scenario) {
    var sizes = new LinkedHashMap<String, Long>();
    for (var step : scenario.all().toList()) {
      if (step instanceof BoundStep.Move<?, ?, ?> move) {
        sizes.put(step.id(), move.action() instanceof BulkAction<?, ?, ?> bulk ? bulk.room() : 0L);
      }
    }
    var needed = Machine.JOURNAL + sizes.values().stream().mapToLong(Long::longValue).sum();
    sizes
        .keySet()
        .forEach(
            step ->
                add(
                    step,
                    Machine.LABEL,
                    here.diskNeeded(needed),
                    Requirement.Use.BOTH,
                    true,
                    () -> here.disk(needed)));
  }

  /** That the system is the one that is pinned, and that it is pinned where it must be. */
  private <R, W extends R> void identity(
      String step, String label, Connection<R, W> connection, boolean required) {
    identity(step, label, connection, required, false);
  }

  private <R, W extends R> void identity(
      String step, String label, Connection<R, W> connection, boolean required, boolean mayBeAway) {
    var pin = connection.pin();
    if (pin.set()) {
      Requirement<R> identity = Requirement.both("identity: " + pin.label(), _ -> is(connection));
      add(step, label, connection, identity, true, mayBeAway);
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
    add(step, label, connection, requirement, true);
  }

  private <R, W extends R> void add(
      String step,
      String label,
      Connection<R, W> connection,
      Requirement<R> requirement,
      boolean required) {
    add(step, label, connection, requirement, required, false);
  }

  /** What one step asks strictly, no other step asks otherwise. */
  private <R, W extends R> void add(
      String step,
      String label,
      Connection<R, W> connection,
      Requirement<R> requirement,
      boolean required,
      boolean mayBeAway) {
    var asked = mayBeAway ? ifReachable(connection, requirement) : requirement;
    Callable<Finding> ask = () -> asked.probe().apply(connection.reader());
    add(step, label, requirement.what(), requirement.use(), required, ask);
    if (!mayBeAway) {
      Optional.ofNullable(probes.get(key(label, requirement.what()))).ifPresent(p -> p.ask = ask);
    }
  }

  private void add(
      String step,
      String label,
      String what,
      Requirement.Use use,
      boolean required,
      Callable<Finding> ask) {
    probes
        .computeIfAbsent(key(label, what), _ -> new Probe(label, what, use, required, ask))
        .neededBy(step, use, required);
  }

  private static String key(String label, String what) {
    return label + " " + what;
  }

  private List<PreflightResult> run() {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first question opens the line; asked at the same time, each would open one of its own.
      var lines = new HashMap<String, Future<PreflightResult>>();
      var asked = new ArrayList<Future<PreflightResult>>();
      for (var probe : probes.values()) {
        var opening = lines.get(probe.connection);
        var answer =
            executor.submit(
                () -> {
                  if (opening != null) {
                    opening.get();
                  }
                  return ask(probe);
                });
        lines.putIfAbsent(probe.connection, answer);
        asked.add(answer);
      }
      var results = new ArrayList<PreflightResult>();
      for (var answer : asked) {
        results.add(answer.get());
      }
      return withoutEchoes(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemException.refused("preflight was interrupted", "Start it again.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe failed in a way that no adapter may", e.getCause());
    }
  }

  private static PreflightResult ask(Probe probe) throws Exception {
    try {
      return probe.result(probe.ask.call());
    } catch (SystemException e) {
      return probe.result(new Finding.Missing(e.problem(), e.advice().orElse("")));
    }
  }

  /** What is missing is told once, and not again as a warning. */
  private static List<PreflightResult> withoutEchoes(List<PreflightResult> results) {
    return results.stream()
        .filter(
            r ->
                !r.warning()
                    || results.stream()
                        .noneMatch(
                            other ->
                                !other.met()
                                    && other.connection().equals(r.connection())
                                    && other.found().equals(r.found())))
        .toList();
  }
}
