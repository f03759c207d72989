package dev.rollback.plan;

import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.UserException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.EvidenceShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What conditions are about: the parameters, what the evidence checks read, and the causes that
 * follow from it.
 *
 * <p>For a step's condition, evidence that was inconclusive has simply not passed. A cause is
 * claimed of the world, and no data shows nothing of the world: for a cause's condition, such
 * evidence has neither passed nor failed, and what needs to know cannot be told.
 */
public final class Evidence {
  private final Map<String, CheckResult> results;
  private final Map<String, Object> certain;
  private final Map<String, Object> variables;
  private final List<Diagnosis.Cause> causes;

  private Evidence(BoundScenario scenario, Map<String, CheckResult> results) {
    this.results = results;
    this.certain = variables(scenario, results, false);
    this.causes = scenario.diagnosis().stream().map(this::judged).toList();
    this.variables = variables(scenario, results, true);
    variables.put("causes", new Diagnosis(causes, List.of()).found());
  }

  /** Decides which causes the results show. */
  static Evidence of(BoundScenario scenario, List<CheckResult> results) {
    var byId = new LinkedHashMap<String, CheckResult>();
    results.forEach(r -> byId.put(r.id(), r));
    return new Evidence(scenario, byId);
  }

  private static Map<String, Object> variables(
      BoundScenario scenario, Map<String, CheckResult> results, boolean inconclusiveIsNotPassed) {
    var all = new LinkedHashMap<String, Object>();
    var variables = new LinkedHashMap<String, Object>();
    for (var check : scenario.evidence()) {
      var parts = new LinkedHashMap<String, Object>();
      var result = results.get(check.id());
      if (result != null) {
        parts.putAll(parts(check, result, inconclusiveIsNotPassed));
      }
      all.put(check.id(), parts);
      variables.put("evidence." + check.id(), parts);
    }
    variables.put("parameters", scenario.parameters());
    variables.put("evidence", all);
    return variables;
  }

  private static Map<String, Object> parts(
      BoundStep.Check<?, ?, ?> check, CheckResult result, boolean inconclusiveIsNotPassed) {
    var parts = new LinkedHashMap<String, Object>();
    if (!result.values().isEmpty()) {
      parts.putAll(EvidenceShapes.parts(check.codec().decode(result.values())));
    }
    var inconclusive = result.verdict() == CheckResult.Verdict.INCONCLUSIVE;
    if (!inconclusive || inconclusiveIsNotPassed) {
      parts.put("passed", result.verdict() == CheckResult.Verdict.PASS);
      parts.put("failed", result.verdict() == CheckResult.Verdict.FAIL);
    } else {
      parts.remove("passed");
      parts.remove("failed");
    }
    parts.put("inconclusive", inconclusive);
    parts.put("values", result.values());
    return parts;
  }

  private Diagnosis.Cause judged(BoundScenario.Cause cause) {
    var when = cause.when();
    return switch (when.condition().evaluate(certain)) {
      case Verdict.Decided(var holds) ->
          judged(cause, holds ? Diagnosis.Verdict.FOUND : Diagnosis.Verdict.NOT_FOUND, "");
      case Verdict.Undecided(var why) -> {
        var missing = inconclusive(when);
        yield judged(cause, Diagnosis.Verdict.UNKNOWN, missing.isEmpty() ? why.message() : missing);
      }
    };
  }

  private static Diagnosis.Cause judged(
      BoundScenario.Cause cause, Diagnosis.Verdict verdict, String why) {
    return new Diagnosis.Cause(
        cause.id(), cause.title(), cause.when().text(), verdict, cause.when().evidence(), why);
  }

  private String inconclusive(BoundStep.When when) {
    return when.evidence().stream()
        .flatMap(id -> Stream.ofNullable(results.get(id)))
        .filter(r -> r.verdict() == CheckResult.Verdict.INCONCLUSIVE)
        .map(r -> "the evidence '%s' is inconclusive: %s".formatted(r.id(), r.why()))
        .collect(Collectors.joining("; "));
  }

  /** What the evidence checks read, in their order. */
  List<CheckResult> results() {
    return List.copyOf(results.values());
  }

  /**
   * The scenario without what will be left out: the steps whose conditions do not hold; all of
   * them, and what must hold before them, where no cause was found.
   */
  public BoundScenario takingPart(BoundScenario scenario) {
    return nothingFound()
        ? scenario.with(List.of(), List.of())
        : scenario.with(scenario.before(), takingPart(scenario.steps()));
  }

  private List<BoundStep> takingPart(List<BoundStep> steps) {
    return steps.stream().flatMap(s -> takingPart(s).stream()).toList();
  }

  private List<BoundStep> takingPart(BoundStep step) {
    if (step.meta().when().filter(w -> !mayHold(w)).isPresent()) {
      return List.of();
    }
    return switch (step) {
      case BoundStep.Phase(var meta, var budget, var inner) ->
          List.of(new BoundStep.Phase(meta, budget, takingPart(inner)));
      case BoundStep.Parallel(var meta, var inner) ->
          List.of(new BoundStep.Parallel(meta, takingPart(inner)));
      case BoundStep.Choose(var _, var branches) ->
          branches.stream()
              .filter(b -> b.when().map(this::mayHold).orElse(true))
              .findFirst()
              .map(b -> takingPart(b.steps()))
              .orElse(List.of());
      case BoundStep.Move<?, ?, ?> _,
          BoundStep.OneWay<?, ?> _,
          BoundStep.Check<?, ?, ?> _,
          BoundStep.Collect<?, ?> _,
          BoundStep.Gate _,
          BoundStep.Manual _ ->
          List.of(step);
    };
  }

  /** What cannot be told refuses the plan, when its turn comes. */
  private boolean mayHold(BoundStep.When when) {
    return !(when.condition().evaluate(variables) instanceof Verdict.Decided(var holds)) || holds;
  }

  /** Whether the scenario is for certain causes, and none of them was found. */
  public boolean nothingFound() {
    return diagnosis(List.of()).filter(Diagnosis::nothingFound).isPresent();
  }

  /** What was found; empty where the scenario has no diagnosis. */
  Optional<Diagnosis> diagnosis(List<CheckResult> after) {
    return causes.isEmpty() ? Optional.empty() : Optional.of(new Diagnosis(causes, after));
  }

  /**
   * Whether a condition of a step holds.
   *
   * @throws UserException when that cannot be told
   */
  boolean holds(BoundStep.When when) {
    return switch (when.condition().evaluate(variables)) {
      case Verdict.Decided(var holds) -> holds;
      case Verdict.Undecided(var why) -> throw new UserException(List.of(why));
    };
  }
}
