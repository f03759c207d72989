package dev.rollback.report;

import dev.rollback.action.Competitor;
import dev.rollback.plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;

/** What a planned step is, in a word each: for tables. */
final class StepWords {
  private StepWords() {}

  static String kind(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change c -> c.nothingToDo() ? "already" : "change";
      case PlannedStep.Deferred _ -> "deferred";
      case PlannedStep.OneWay _ -> "one way";
      case PlannedStep.Check _ -> "check";
      case PlannedStep.Collect _ -> "collect";
      case PlannedStep.Gate _ -> "gate";
      case PlannedStep.Manual _ -> "by hand";
      case PlannedStep.Parallel _ -> "at the same time";
      case PlannedStep.Phase _ -> "phase";
      case PlannedStep.Skipped _ -> "left out";
    };
  }

  /** {@code Phase: Stabilise}, or {@code Scenario auth-failure: Authentication fails}. */
  static String group(PlannedStep.Phase phase) {
    return phase
        .scenario()
        .map(scenario -> "Scenario " + scenario + ": " + StepNames.group(phase))
        .orElseGet(() -> "Phase: " + StepNames.group(phase));
  }

  static String risk(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change c -> c.nothingToDo() ? "" : Words.risk(c.risk());
      case PlannedStep.Deferred _ -> "unknown";
      case PlannedStep.OneWay o -> Words.risk(o.risk());
      case PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          "";
    };
  }

  static String undo(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change c -> c.nothingToDo() ? "" : Words.undo(c.undo());
      case PlannedStep.Deferred d -> Words.undo(d.undo());
      case PlannedStep.OneWay _ -> "IMPOSSIBLE: what is sent or started cannot be taken back";
      case PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          "";
    };
  }

  /** Who else changes the target, what he will do, and what can be done about it. */
  static String competitor(Competitor competitor) {
    return competitor.label()
        + competitor
            .suspension()
            .map(s -> " Suspend it before: %s %s".formatted(s.action(), inputs(s)))
            .orElse("");
  }

  private static String inputs(Competitor.Suspension suspension) {
    return suspension.with().entrySet().stream()
        .map(i -> i.getKey() + ": " + i.getValue())
        .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
  }

  /** What there is to say about a change besides its diff. */
  static List<String> remarks(PlannedStep.Change change) {
    var remarks = new ArrayList<String>();
    PlanStepText.size(change.magnitude(), change.limit()).ifPresent(remarks::add);
    remarks.add("trust: " + Words.trust(change.trust()) + ", " + Words.trustMeans(change.trust()));
    change.temporary().ifPresent(t -> remarks.add("temporary: " + Words.temporary(t)));
    change.competitors().forEach(c -> remarks.add("also: " + competitor(c)));
    change.notes().forEach(note -> remarks.add("note: " + note));
    return remarks;
  }
}
