package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.scenario.BoundStep;
import java.util.List;
import java.util.Optional;

/**
 * Plans checks, and reads those that compare: what they read now is what they compare with.
 *
 * @param problems is told of each that cannot be read
 */
record CheckPlanning(Judge judge, List<Diagnostic> problems) {

  PlannedStep.Check of(BoundStep.Check<?, ?, ?> check) {
    return new PlannedStep.Check(
        check.id(),
        check.meta().name(),
        check.type(),
        check.way(),
        check.check().target(),
        check.expectation(),
        check.sustained(),
        check.compares() ? baseline(check) : Optional.empty());
  }

  /** What cannot be compared afterwards is found out before anything is changed. */
  private Optional<JsonNode> baseline(BoundStep.Check<?, ?, ?> check) {
    return switch (judge.baseline(check)) {
      case Judge.Baseline.Taken(var values) -> Optional.of(values);
      case Judge.Baseline.Missing(var why) -> {
        problems.add(
            Diagnostic.error(
                    "the check '%s' compares with a baseline, and has none: %s"
                        .formatted(check.id(), why))
                .advise("See why it cannot be read now; or expect something without `baseline`."));
        yield Optional.empty();
      }
    };
  }
}
