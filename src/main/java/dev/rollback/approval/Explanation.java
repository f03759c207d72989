package dev.rollback.approval;

import dev.rollback.action.Risk;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.shape.Doc;
import dev.rollback.target.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What would be asked if a plan were run now, and why. */
@Doc("What would be asked if a plan were run now, and why.")
public record Explanation(
    @Doc("The scenario.") String scenario,
    @Doc("The target.") String target,
    @Doc("The most harm that any step can do.") Risk risk,
    @Doc("The steps that change or ask something.") List<Step> steps,
    @Doc("What is asked about the plan as a whole.") List<Whole> whole) {

  /** What one step brings. */
  @Doc("What one step brings.")
  public record Step(
      @Doc("Its id.") String id,
      @Doc("How much harm it can do.") Risk risk,
      @Doc("What is asked in its turn; empty where nothing is.") String asks,
      @Doc("Why.") String why) {}

  /** What is asked about the plan in one way of running it. */
  @Doc("What is asked about the plan in one way of running it.")
  public record Whole(
      @Doc("How it is run.") String when,
      @Doc("What is asked.") String asks,
      @Doc("Why, with the lines of rollback.yaml that say so.") List<String> why) {}

  /** Of a situation in which nobody is there and no flag is given; those are varied. */
  public static Explanation of(Consent.Situation now) {
    var plan = now.plan();
    return new Explanation(
        plan.scenario(),
        plan.target(),
        plan.risk(),
        plan.all().flatMap(s -> step(s, now.policy()).stream()).toList(),
        List.of(
            whole("at a terminal", with(now, Mode.ASK, true)),
            whole("at a terminal, with --yes", with(now, Mode.YES, true)),
            whole("without a terminal", with(now, Mode.ASK, false)),
            whole("without a terminal, with --yes", with(now, Mode.YES, false))));
  }

  private static Consent.Situation with(Consent.Situation now, Mode mode, boolean terminal) {
    return new Consent.Situation(
        now.plan(),
        now.policy(),
        now.guarded(),
        mode,
        terminal,
        now.approvals(),
        now.drill(),
        now.now());
  }

  private static Whole whole(String when, Consent.Situation situation) {
    var decision = Consent.of(situation);
    return new Whole(
        when,
        asks(decision, situation.plan()),
        decision.reasons().stream().map(Reason::label).distinct().toList());
  }

  private static String asks(Decision decision, Plan plan) {
    return switch (decision) {
      case Decision.Go go -> "nothing (" + go.how() + ")";
      case Decision.Confirm confirm ->
          confirm.name() ? "the target's name is typed: " + plan.target() : "yes or no";
      case Decision.Nobody _ -> "refused, exit code 4: somebody would be asked";
      case Decision.TooFew few -> "signed approvals: " + needed(few);
      case Decision.Refused _ -> "refused, exit code 3: not now";
    };
  }

  private static String needed(Decision.TooFew few) {
    var needed = new ArrayList<String>();
    few.missing().forEach(m -> needed.add(m.needed().label()));
    return String.join(", and ", needed);
  }

  private static Optional<Step> step(PlannedStep step, Policy policy) {
    return switch (step) {
      case PlannedStep.Change c when c.nothingToDo() -> Optional.empty();
      case PlannedStep.Change c ->
          Optional.of(new Step(c.id(), c.risk(), "", "it counts for the plan as a whole"));
      case PlannedStep.OneWay o ->
          Optional.of(new Step(o.id(), o.risk(), "", "it counts for the plan as a whole"));
      case PlannedStep.Deferred d ->
          Optional.of(
              new Step(
                  d.id(),
                  step.ownRisk(),
                  "yes or no, at the terminal",
                  "what it does is known then"));
      case PlannedStep.Gate g -> Optional.of(gate(g, policy));
      case PlannedStep.Manual m ->
          Optional.of(
              new Step(m.id(), Risk.OBSERVE, "yes or no, at the terminal", "it is done by hand"));
      case PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          Optional.empty();
    };
  }

  private static Step gate(PlannedStep.Gate gate, Policy policy) {
    var signed = gate.approvers();
    var why =
        signed.isPresent()
            ? "the runbook names approvers"
            : gate.role().isPresent()
                ? "the runbook names approvers, and the target's policy says gates: "
                    + policy.gates().name().toLowerCase(Locale.ROOT)
                : "the runbook asks whoever runs it";
    return new Step(
        gate.id(),
        Risk.OBSERVE,
        signed.map(a -> "signed approvals: " + a.label()).orElse("yes or no, at the terminal"),
        why);
  }
}
