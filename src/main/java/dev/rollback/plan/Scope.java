package dev.rollback.plan;

import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.UserException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.EvidenceShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the conditions of one scenario are about: its parameters, what its evidence checks read, and
 * the causes that follow from it, those of the scenarios that it calls among them.
 *
 * <p>For a step's condition, evidence that was inconclusive has simply not passed. A cause is
 * claimed of the world, and no data shows nothing of the world: for a cause's condition, such
 * evidence has neither passed nor failed, and what needs to know cannot be told.
 */
final class Scope {
  private final BoundScenario scenario;
  private final Map<String, CheckResult> results;
  private final Map<String, Object> certain;
  private final Map<String, Object> variables;
  private final List<Diagnosis.Cause> causes;
  private final List<String> found = new ArrayList<>();

  /**
   * Decides which causes the results show.
   *
   * @param results of the evidence, by id
   * @param called what was found by the scenarios that it calls, by the id of the call
   */
  Scope(BoundScenario scenario, Map<String, CheckResult> results, Map<String, Scope> called) {
    this.scenario = scenario;
    this.results = results;
    this.certain = variables(false);
    this.causes = scenario.diagnosis().stream().map(this::judged).toList();
    causes.stream()
        .filter(c -> c.verdict() == Diagnosis.Verdict.FOUND)
        .forEach(c -> found.add(scenario.local(c.id())));
    called.forEach(
        (id, scope) -> scope.found.forEach(cause -> found.add(scenario.local(id) + "/" + cause)));
    this.variables = variables(true);
    variables.put("causes", List.copyOf(found));
  }

  private Map<String, Object> variables(boolean inconclusiveIsNotPassed) {
    var all = new LinkedHashMap<String, Object>();
    var variables = new LinkedHashMap<String, Object>();
    for (var check : scenario.evidence()) {
      var parts = new LinkedHashMap<String, Object>();
      Stream.ofNullable(results.get(check.id()))
          .forEach(result -> parts.putAll(parts(check, result, inconclusiveIsNotPassed)));
      all.put(scenario.local(check.id()), parts);
      variables.put("evidence." + scenario.local(check.id()), parts);
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
    return switch (cause.when().condition().evaluate(certain)) {
      case Verdict.Decided(var holds) ->
          judged(cause, holds ? Diagnosis.Verdict.FOUND : Diagnosis.Verdict.NOT_FOUND, "");
      case Verdict.Undecided(var why) -> {
        var missing = inconclusive(cause.when());
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

  /** The causes of its own that were looked for. */
  List<Diagnosis.Cause> causes() {
    return causes;
  }

  /** Whether no cause was found, of its own or of those that it calls. */
  boolean nothingFound() {
    return found.isEmpty();
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

  /** The same where what cannot be told counts as yes: it refuses the plan when its turn comes. */
  boolean mayHold(BoundStep.When when) {
    return !(when.condition().evaluate(variables) instanceof Verdict.Decided(var holds)) || holds;
  }
}
