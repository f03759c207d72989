package dev.rollback.plan;

import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.UserException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.EvidenceResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What `when` conditions are about: the parameters, and what the evidence checks read. */
final class Evidence {
  private final Map<String, Object> variables;

  private Evidence(Map<String, Object> variables) {
    this.variables = variables;
  }

  static Evidence of(BoundScenario scenario, List<CheckResult> results) {
    var evidence = new LinkedHashMap<String, EvidenceResult>();
    results.forEach(
        r ->
            evidence.put(
                r.id(),
                new EvidenceResult(
                    r.verdict() == CheckResult.Verdict.PASS,
                    r.verdict() == CheckResult.Verdict.FAIL,
                    r.verdict() == CheckResult.Verdict.INCONCLUSIVE,
                    r.values())));
    return new Evidence(Map.of("parameters", scenario.parameters(), "evidence", evidence));
  }

  /**
   * Whether a condition holds.
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
