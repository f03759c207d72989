package dev.rollback.plan;

import dev.rollback.action.Limit;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Topic;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes plans. It is given readers alone, so whatever it does, nothing is changed: a dry run is a
 * plan that nobody hands to the runner.
 */
public final class Planner {
  private final Judge judge;
  private final Redactor redactor;
  private final boolean signed;

  /** Reads checks with this judge; refuses states that hold a secret which the redactor knows. */
  public Planner(Judge judge, Redactor redactor) {
    this(judge, redactor, true);
  }

  /**
   * The same.
   *
   * @param signed whether gates that have approvers need signed approvals; else whoever runs it
   *     answers them as well
   */
  public Planner(Judge judge, Redactor redactor, boolean signed) {
    this.judge = judge;
    this.redactor = redactor;
    this.signed = signed;
  }

  /**
   * Observes everything that the scenario would touch.
   *
   * @param target the target's name
   * @param guarded whether every change on it asks
   * @throws RefusedException when a step cannot be observed, or would move more than it may: every
   *     such step at once
   * @throws dev.rollback.diagnostic.UserException when the target has no connection that a step
   *     needs which takes part
   */
  public Plan plan(BoundScenario scenario, String target, boolean guarded) {
    return plan(scenario, target, guarded, Optional.empty());
  }

  /**
   * Observes everything that the scenario would touch.
   *
   * @param target the target's name
   * @param guarded whether every change on it asks
   * @param limit how many objects a run may move there in all
   * @throws RefusedException as {@link #plan(BoundScenario, String, boolean)} does, and when the
   *     steps together would move more than they may
   */
  public Plan plan(BoundScenario scenario, String target, boolean guarded, Optional<Limit> limit) {
    return plan(scenario, look(scenario), target, guarded, limit);
  }

  /** Reads the evidence, and decides which causes it shows. */
  public Evidence look(BoundScenario scenario) {
    var read = scenario.inAll(BoundScenario::evidence).stream().map(c -> read(c)).toList();
    return Evidence.of(scenario, read);
  }

  /**
   * The checks that decide whether a scenario and those that it calls have worked, without those
   * whose conditions do not hold. The evidence is read where a check has a condition.
   *
   * @throws dev.rollback.diagnostic.UserException when the target has no connection for one
   */
  public List<BoundStep.Check<?, ?, ?>> deciding(BoundScenario scenario) {
    var all = scenario.inAll(BoundScenario::after);
    var conditional = all.stream().anyMatch(c -> c.meta().when().isPresent());
    return BoundStep.connected(
        conditional ? look(scenario).holding(scenario, BoundScenario::after) : all);
  }

  /**
   * Observes everything that the scenario would touch, given what the evidence is.
   *
   * @param evidence of this scenario, read just now
   * @throws RefusedException as {@link #plan(BoundScenario, String, boolean, Optional)} does
   */
  public Plan plan(
      BoundScenario scenario,
      Evidence evidence,
      String target,
      boolean guarded,
      Optional<Limit> limit) {
    var plan = observed(scenario, evidence, target, guarded, limit);
    Limits.exceededInAll(plan.limits(), plan.magnitudes())
        .ifPresent(
            why -> {
              throw new RefusedException(
                  List.of(
                      Diagnostic.error("the run would be over its limit: " + why)
                          .advise(
                              "By step: "
                                  + byStep(plan)
                                  + ". Look at what they would move; raise `limit` only if that is"
                                  + " right.")
                          .see(Topic.LIMITS)));
            });
    return plan;
  }

  private static String byStep(Plan plan) {
    return plan.changes().stream()
        .filter(c -> !c.magnitude().isEmpty())
        .map(
            c ->
                c.id()
                    + " "
                    + c.magnitude().entrySet().stream()
                        .map(m -> "%,d %s".formatted(m.getValue(), m.getKey()))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private Plan observed(
      BoundScenario scenario,
      Evidence evidence,
      String target,
      boolean guarded,
      Optional<Limit> limit) {
    var part = evidence.takingPart(scenario).connected();
    var body =
        evidence.nothingFound() ? idle(scenario, part, evidence) : body(scenario, part, evidence);
    return new Plan(
        scenario.scenario().scenario().value(),
        scenario.scenario().title(),
        scenario.source().name(),
        scenario.source().text(),
        called(scenario),
        scenario.parameters(),
        target,
        guarded,
        scenario.at(),
        Whereabouts.addresses(scenario),
        Whereabouts.identities(scenario.diagnosed() ? part : scenario),
        evidence.results(),
        body.diagnosis(),
        body.before(),
        body.steps(),
        body.after(),
        Limits.of(scenario, target, limit),
        Optional.empty());
  }

  private static Optional<List<Plan.Called>> called(BoundScenario scenario) {
    var called =
        scenario
            .family()
            .skip(1)
            .map(s -> new Plan.Called(s.source().name(), s.source().text()))
            .distinct()
            .toList();
    return called.isEmpty() ? Optional.empty() : Optional.of(called);
  }

  /** What follows from the evidence. */
  private record Body(
      Optional<Diagnosis> diagnosis,
      List<CheckResult> before,
      List<PlannedStep> steps,
      List<PlannedStep.Check> after) {}

  private Body body(BoundScenario scenario, BoundScenario part, Evidence evidence) {
    var before = evidence.holding(part, BoundScenario::before).stream().map(c -> read(c)).toList();
    var planning = new StepPlanning(judge, redactor, signed, evidence);
    var steps = planning.steps(scenario);
    var after = planning.after(evidence.holding(part, BoundScenario::after));
    return new Body(evidence.diagnosis(List.of()), before, steps, after);
  }

  /**
   * The scenario is not for what has happened: nothing is to be done, and nothing must hold before
   * it. Whether anything is wrong at all, one reading of what decides success tells.
   */
  private Body idle(BoundScenario scenario, BoundScenario part, Evidence evidence) {
    var steps =
        scenario.steps().stream()
            .flatMap(BoundStep::own)
            .filter(s -> s instanceof BoundStep.Call || !s.isGroup())
            .map(Planner::notForThis)
            .toList();
    var after = new ArrayList<PlannedStep.Check>();
    var readings = new ArrayList<CheckResult>();
    // A baseline that cannot be read refuses nothing here: the reading after it says the same.
    var planning = new CheckPlanning(judge, new ArrayList<>());
    for (var check : evidence.holding(part, BoundScenario::after)) {
      var planned = planning.of(check);
      after.add(planned);
      readings.add(judge.once(check, planned.baseline()));
    }
    return new Body(evidence.diagnosis(readings), List.of(), steps, after);
  }

  private static PlannedStep notForThis(BoundStep step) {
    return new PlannedStep.Skipped(
        step.id(), step.meta().name(), "no cause that this scenario is for was found");
  }

  private CheckResult read(BoundStep.Check<?, ?, ?> check) {
    return judge.judge(check);
  }
}
