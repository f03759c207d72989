package dev.rollback.run;

import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;

/**
 * What a channel is told, in words. It depends on the journal alone: sent again after a crash, it
 * is the same text.
 */
final class NoticeText {
  private static final int LONGEST = 2_000;

  private final RunState run;
  private final Scenario scenario;

  NoticeText(RunState run, Scenario scenario) {
    this.run = run;
    this.scenario = scenario;
  }

  /** The message about an entry that has held for some time. */
  String of(JournalEntry entry, Duration held) {
    var text = (held.isZero() ? "" : still(held)) + what(entry.event()) + "\n" + where();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private String still(Duration held) {
    return "Still so after %s%s: ".formatted(Elapsed.text(held), escalation());
  }

  private String escalation() {
    return scenario
        .contacts()
        .flatMap(Scenario.Contacts::escalateTo)
        .map(who -> " (" + who + " decides)")
        .orElse("");
  }

  private String where() {
    return "%s on %s, run %s by %s on %s"
        .formatted(
            run.plan().scenario(),
            run.plan().target(),
            run.run(),
            run.started().by(),
            run.started().host());
  }

  private String what(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted _ -> "Rollback begins: " + run.plan().title() + estimate();
      case RunEvent.GateReached(var step, var question) ->
          "Waiting for a person: %s (step %s%s)".formatted(question, step, approvers(step));
      case RunEvent.StepFailed failed ->
          "A step failed, and nobody has said yet what to do: step %s: %s"
              .formatted(failed.step(), failed.why());
      case RunEvent.BudgetExceeded(var step, var budget) ->
          "Taking too long: phase '%s' is over its budget of %s"
              .formatted(phase(step), Elapsed.text(budget));
      case RunEvent.EstimateExceeded(var estimate) ->
          "Taking too long: the run is over its estimate of " + Elapsed.text(estimate);
      case RunEvent.RunEnded(var outcome, var why) ->
          ended(outcome) + (why.isBlank() ? "" : ": " + why) + next(outcome);
      case RunEvent.OfStep _,
          RunEvent.UndoStarted _,
          RunEvent.RedoStarted _,
          RunEvent.Interrupted _,
          RunEvent.Resumed _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.TargetGone _ ->
          throw new IllegalArgumentException("nobody is told of this: " + event);
    };
  }

  private String estimate() {
    return scenario
        .estimate()
        .flatMap(Scenario.Estimate::duration)
        .map(time -> " (estimated: " + Elapsed.text(time) + ")")
        .orElse("");
  }

  private String approvers(String step) {
    return planned(step)
        .filter(PlannedStep.Gate.class::isInstance)
        .flatMap(gate -> ((PlannedStep.Gate) gate).approvers())
        .map(needed -> ", needs signed approvals: " + needed.label())
        .orElse("");
  }

  private String phase(String step) {
    return planned(step).map(PlannedStep::name).orElse(step);
  }

  private Optional<PlannedStep> planned(String step) {
    return run.plan().all().filter(s -> s.id().equals(step)).findFirst();
  }

  private static String ended(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "Rollback done and verified";
      case NOTHING_TO_DO -> "Rollback done: there was nothing to do, and the checks pass";
      case STOPPED_AT_GATE -> "Rollback stopped at a gate";
      case INTERRUPTED -> "Rollback stopped";
      case UNDONE -> "Rollback taken back, everything is as it was before";
      case OPERATOR_NEEDED -> "Rollback needs a person";
      case REFUSED -> "Rollback refused before the first change";
    };
  }

  private String next(Outcome outcome) {
    return outcome.canGoOn()
        ? ". Next: `rollback status %s`, `rollback resume %s`".formatted(run.run(), run.run())
        : "";
  }
}
