package dev.rollback.lint;

import dev.rollback.action.Competitor;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.StepForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that need a look at a target: what a plan of the runbook has found there. */
public final class LiveLint {
  private final Scenario scenario;
  private final Map<String, SourceSpan> places = new HashMap<>();

  private LiveLint(Scenario scenario) {
    this.scenario = scenario;
    scenario.steps().stream().flatMap(LiveLint::actions).forEach(this::place);
  }

  /** What the rules object to in a runbook of which this plan was made. */
  public static List<Finding> of(Scenario scenario, Plan plan) {
    var lint = new LiveLint(scenario);
    var findings = new ArrayList<Finding>();
    var gated = false;
    for (var step : plan.all().toList()) {
      switch (step) {
        case PlannedStep.Gate _ -> gated = true;
        case PlannedStep.Change c -> findings.addAll(lint.change(c, gated));
        case PlannedStep.Deferred _,
            PlannedStep.OneWay _,
            PlannedStep.Check _,
            PlannedStep.Collect _,
            PlannedStep.Manual _,
            PlannedStep.Parallel _,
            PlannedStep.Phase _,
            PlannedStep.Skipped _ -> {}
      }
    }
    return findings;
  }

  private static Stream<StepForm.ActionStep> actions(StepForm step) {
    return switch (step) {
      case StepForm.ActionStep a -> Stream.of(a);
      case StepForm.ParallelStep p -> p.parallel().stream();
      case StepForm.PhaseStep p -> p.steps().stream().flatMap(LiveLint::actions);
      case StepForm.ChooseStep c ->
          c.choose().stream().flatMap(a -> a.steps().stream()).flatMap(LiveLint::actions);
      case StepForm.GateStep _,
          StepForm.CheckStep _,
          StepForm.CollectStep _,
          StepForm.ManualStep _,
          StepForm.ScenarioStep _ ->
          Stream.empty();
    };
  }

  private void place(StepForm.ActionStep step) {
    step.id().ifPresent(id -> places.put(id.value(), step.action().at()));
  }

  /** A step without an id of its own is named after its place: then the scenario is shown. */
  private SourceSpan at(PlannedStep step) {
    return Optional.ofNullable(places.get(step.id())).orElse(scenario.scenario().at());
  }

  private List<Finding> change(PlannedStep.Change change, boolean gated) {
    var findings = new ArrayList<Finding>();
    if (change.undo() instanceof Undo.Impossible(var why) && !gated && !change.nothingToDo()) {
      findings.add(
          Finding.of(
              Rule.IRREVERSIBLE_WITHOUT_GATE,
              at(change),
              "step '%s' cannot be undone, and no gate stands before it: %s"
                  .formatted(change.id(), why)));
    }
    change.competitors().forEach(c -> findings.add(competitor(change, c)));
    return findings;
  }

  private Finding competitor(PlannedStep.Change change, Competitor competitor) {
    return Finding.of(
        Rule.COMPETING_CONTROLLER,
        at(change),
        "step '%s' changes %s: %s"
            .formatted(change.id(), change.target().label(), competitor.label()),
        competitor
            .suspension()
            .map(s -> "Suspend it before this step:\n" + step(s))
            .orElse(Rule.COMPETING_CONTROLLER.advice()));
  }

  /** As it can be pasted among the steps. */
  private static String step(Competitor.Suspension suspension) {
    var with =
        suspension.with().entrySet().stream()
            .map(i -> i.getKey() + ": " + i.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
    return "- action: %s%n  with: %s%n  temporary: run".formatted(suspension.action(), with);
  }
}
