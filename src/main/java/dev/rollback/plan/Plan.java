package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Risk;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run would do: a value, made by readers alone.
 *
 * @see PlanDigest
 */
@Doc("What a run would do.")
public record Plan(
    @Doc("The scenario's name.") String scenario,
    @Doc("The scenario's title.") String title,
    @Doc("The runbook: the name of its file.") String runbook,
    @Doc("The runbook: its text.") String text,
    @Doc("The values of the parameters.") Map<String, JsonNode> parameters,
    @Doc("The target's name.") String target,
    @Doc("Whether every change on the target asks.") boolean guarded,
    @Doc("When it was made.") Instant at,
    @Doc("Where each connection leads.") Map<String, String> addresses,
    @Doc("What the systems are that it moves, as far as they can tell.")
        Map<String, String> identities,
    @Doc("What the evidence checks read; conditions refer to it.") List<CheckResult> evidence,
    @Doc("What the checks read that must pass before step 1.") List<CheckResult> before,
    @Doc("The steps, in order.") List<PlannedStep> steps,
    @Doc("What decides success.") List<PlannedStep.Check> after) {

  /** Every step, those within others included, in order. */
  public Stream<PlannedStep> all() {
    return steps.stream().flatMap(PlannedStep::flatten);
  }

  /** The checks before step 1 that did not pass. */
  public List<CheckResult> notMet() {
    return before.stream().filter(c -> c.verdict() != CheckResult.Verdict.PASS).toList();
  }

  /** The changes that are not yet as they should be. */
  public List<PlannedStep.Change> changes() {
    return all()
        .filter(PlannedStep.Change.class::isInstance)
        .map(PlannedStep.Change.class::cast)
        .filter(c -> !c.nothingToDo())
        .toList();
  }

  /** Whether nothing would be changed, sent or asked of a person's hands. */
  public boolean nothingToDo() {
    return all()
        .allMatch(
            s ->
                switch (s) {
                  case PlannedStep.Change c -> c.nothingToDo();
                  case PlannedStep.Deferred _, PlannedStep.OneWay _, PlannedStep.Manual _ -> false;
                  case PlannedStep.Check _,
                      PlannedStep.Gate _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      true;
                });
  }

  /** The most harm that any step can do. */
  public Risk risk() {
    return all().map(PlannedStep::ownRisk).max(Comparator.naturalOrder()).orElse(Risk.OBSERVE);
  }

  /** The first step whose effect undo cannot take back. */
  public Optional<PlannedStep> pointOfNoReturn() {
    return all()
        .filter(
            s ->
                switch (s) {
                  case PlannedStep.Change c ->
                      !c.nothingToDo() && c.undo() instanceof dev.rollback.action.Undo.Impossible;
                  case PlannedStep.Deferred d ->
                      d.undo() instanceof dev.rollback.action.Undo.Impossible;
                  case PlannedStep.OneWay _ -> true;
                  case PlannedStep.Check _,
                      PlannedStep.Gate _,
                      PlannedStep.Manual _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      false;
                })
        .findFirst();
  }
}
