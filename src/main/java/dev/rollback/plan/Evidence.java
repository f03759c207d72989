package dev.rollback.plan;

import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the evidence of a scenario, and of all that it calls, has read, and what follows from it.
 */
public final class Evidence {
  private final Map<String, CheckResult> results = new LinkedHashMap<>();
  private final Map<String, Scope> scopes = new LinkedHashMap<>();
  private final List<Diagnosis.Cause> causes = new ArrayList<>();
  private final boolean idle;

  private Evidence(BoundScenario scenario, List<CheckResult> read) {
    read.forEach(r -> results.put(r.id(), r));
    decide(scenario);
    scenario.family().forEach(s -> causes.addAll(scope(s).causes()));
    this.idle = isIdle(scenario);
  }

  /** Decides which causes the results show. */
  static Evidence of(BoundScenario scenario, List<CheckResult> results) {
    return new Evidence(scenario, results);
  }

  private Scope decide(BoundScenario scenario) {
    var called = new LinkedHashMap<String, Scope>();
    scenario.calls().forEach(c -> called.put(c.id(), decide(c.scenario())));
    var scope = new Scope(scenario, results, called);
    scopes.put(scenario.prefix(), scope);
    return scope;
  }

  /**
   * What the conditions of this scenario are about: the one that was looked at, or a called one.
   */
  Scope scope(BoundScenario scenario) {
    var scope = scopes.get(scenario.prefix());
    if (scope == null) {
      throw new IllegalStateException("this is not evidence of " + scenario.prefix());
    }
    return scope;
  }

  /**
   * Whether a scenario is for certain causes, and none of them was found: its own, or, where it has
   * none and would change nothing by itself, those of the scenarios that it calls.
   */
  boolean isIdle(BoundScenario scenario) {
    if (!scenario.diagnosed() || !scope(scenario).nothingFound()) {
      return false;
    }
    return !scenario.diagnosis().isEmpty()
        || takingPart(scenario.steps(), scope(scenario)).stream()
            .flatMap(BoundStep::flatten)
            .noneMatch(s -> s instanceof BoundStep.Move || s instanceof BoundStep.OneWay);
  }

  /** Whether the scenario as a whole is for certain causes, and none of them was found. */
  public boolean nothingFound() {
    return idle;
  }

  /** What was found; empty where no scenario has a diagnosis. */
  Optional<Diagnosis> diagnosis(List<CheckResult> after) {
    return causes.isEmpty() ? Optional.empty() : Optional.of(new Diagnosis(causes, after));
  }

  /** What the evidence checks read, in their order. */
  List<CheckResult> results() {
    return List.copyOf(results.values());
  }

  /**
   * The scenario without what will be left out: the steps and the checks whose conditions do not
   * hold; all steps, and what must hold before them, where no cause was found.
   */
  public BoundScenario takingPart(BoundScenario scenario) {
    var scope = scope(scenario);
    var after = mayHold(scenario.after(), scope);
    return isIdle(scenario)
        ? scenario.with(List.of(), List.of(), after)
        : scenario.with(
            mayHold(scenario.before(), scope), takingPart(scenario.steps(), scope), after);
  }

  private static List<BoundStep.Check<?, ?, ?>> mayHold(
      List<BoundStep.Check<?, ?, ?>> checks, Scope scope) {
    return checks.stream().filter(c -> mayHold(c, scope)).toList();
  }

  private static boolean mayHold(BoundStep step, Scope scope) {
    return step.meta().when().map(scope::mayHold).orElse(true);
  }

  /**
   * The checks of this kind whose conditions hold, those of all that it calls included.
   *
   * @throws dev.rollback.diagnostic.UserException when a condition of one cannot be told
   */
  List<BoundStep.Check<?, ?, ?>> holding(
      BoundScenario scenario, Function<BoundScenario, List<BoundStep.Check<?, ?, ?>>> kind) {
    return scenario
        .family()
        .<BoundStep.Check<?, ?, ?>>flatMap(
            s -> kind.apply(s).stream().filter(c -> holds(c, scope(s))))
        .toList();
  }

  private static boolean holds(BoundStep step, Scope scope) {
    return step.meta().when().map(scope::holds).orElse(true);
  }

  private List<BoundStep> takingPart(List<BoundStep> steps, Scope scope) {
    return steps.stream().flatMap(s -> takingPart(s, scope).stream()).toList();
  }

  private List<BoundStep> takingPart(BoundStep step, Scope scope) {
    if (!mayHold(step, scope)) {
      return List.of();
    }
    return switch (step) {
      case BoundStep.Phase(var meta, var budget, var inner) ->
          List.of(new BoundStep.Phase(meta, budget, takingPart(inner, scope)));
      case BoundStep.Parallel(var meta, var inner) ->
          List.of(new BoundStep.Parallel(meta, takingPart(inner, scope)));
      case BoundStep.Choose(var _, var branches) ->
          branches.stream()
              .filter(b -> b.when().map(scope::mayHold).orElse(true))
              .findFirst()
              .map(b -> takingPart(b.steps(), scope))
              .orElse(List.of());
      case BoundStep.Call(var meta, var called) ->
          isIdle(called) ? List.of() : List.of(new BoundStep.Call(meta, takingPart(called)));
      case BoundStep.Move<?, ?, ?> _,
          BoundStep.OneWay<?, ?> _,
          BoundStep.Check<?, ?, ?> _,
          BoundStep.Collect<?, ?> _,
          BoundStep.Gate _,
          BoundStep.Manual _ ->
          List.of(step);
    };
  }
}
