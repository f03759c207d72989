package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.approval.Consent;
import dev.rollback.approval.Decision;
import dev.rollback.approval.DrillRecord;
import dev.rollback.approval.Mode;
import dev.rollback.approval.Reason;
import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.Plan;
import dev.rollback.plan.RefusedException;
import dev.rollback.plan.SignedApproval;
import java.util.List;
import java.util.Optional;

/** Asks whether a plan may be run: the one place where a plan becomes an approved one. */
final class PlanApproval {
  /** For somebody who has not read all of the plan, and should know what yes and no lead to. */
  private static final String BEFORE =
      """

      Nothing has been changed so far; no: it stays so. Once the run has begun, Ctrl-C
      stops it when the step in hand is safe, and `rollback undo` takes back what can
      be taken back.
      """;

  private final World world;
  private final Session session;
  private final Mode mode;
  private final Approvals approvals;

  /** For the target of this session, with the approvals that were given. */
  PlanApproval(World world, Session session, Mode mode, Approvals approvals) {
    this.world = world;
    this.session = session;
    this.mode = mode;
    this.approvals = approvals;
  }

  /** An answer: the approved plan, or why there is none. */
  sealed interface Answer {
    /** It may be run. */
    record Approved(ApprovedPlan plan) implements Answer {}

    /** Somebody said no. */
    record Declined() implements Answer {}

    /** There was nobody to ask, or too few have approved. */
    record Missing(List<Diagnostic> why) implements Answer {}
  }

  /** What the target's policy says about a plan now. */
  static Consent.Situation situation(
      World world, Session session, Mode mode, Approvals approvals, Plan plan) {
    var policy = session.policy();
    var record = DrillRecord.beside(world.directory().resolve(plan.runbook()));
    return new Consent.Situation(
        plan,
        policy,
        session.guarded(),
        mode,
        world.console().interactive(),
        approvals,
        policy.drilledWithin().isPresent() ? DrillRecord.read(record) : Optional.empty(),
        world.clock().instant());
  }

  /**
   * Decides, and asks where somebody is to be asked.
   *
   * @throws RefusedException when it is not to be run now
   */
  Answer decide(Plan plan) {
    return switch (Consent.of(situation(world, session, mode, approvals, plan))) {
      case Decision.Go(var how, var signatures, var _) -> approved(plan, how, signatures);
      case Decision.Confirm(var name, var signatures, var _) -> ask(plan, name, signatures);
      case Decision.Nobody(var why, var _) -> new Answer.Missing(List.of(nobody(why)));
      case Decision.TooFew(var missing, var _) ->
          new Answer.Missing(missing.stream().map(m -> tooFew(plan, m)).toList());
      case Decision.Refused(var reasons) ->
          throw new RefusedException(reasons.stream().map(PlanApproval::refused).toList());
    };
  }

  private Answer ask(Plan plan, boolean name, List<SignedApproval> signatures) {
    if (name ? hasTypedName(plan) : hasSaidYes(plan)) {
      return approved(plan, name ? "typed the target's name" : "typed yes", signatures);
    }
    return new Answer.Declined();
  }

  private boolean hasSaidYes(Plan plan) {
    return world.console().ask(Prompt.yesNo(doThis(plan))).orElse("").equals(Prompt.YES);
  }

  /**
   * A slip of the fingers is no answer: the question stands until there is one, or no more input.
   */
  private boolean hasTypedName(Plan plan) {
    var question = typeName(plan);
    while (true) {
      var typed = world.console().ask(Prompt.text(question)).map(String::strip).orElse(Prompt.NO);
      if (typed.equals(plan.target())) {
        return true;
      } else if (Prompt.yesNo(question).understand(typed).equals(Optional.of(Prompt.NO))) {
        return false;
      }
      question =
          "'%s' is not the name of the target. Type %s to go on, or no."
              .formatted(typed, plan.target());
    }
  }

  private static String typeName(Plan plan) {
    return BEFORE
        + "%s. Type the name of the target (%s) to go on, or no."
            .formatted(
                plan.risk() == dev.rollback.action.Risk.DESTRUCTIVE
                    ? "Part of this is destructive"
                    : "This changes " + plan.target(),
                plan.target());
  }

  private static String doThis(Plan plan) {
    return BEFORE + "Do this on %s?".formatted(plan.target());
  }

  private Answer approved(Plan plan, String how, List<SignedApproval> signatures) {
    var signed =
        signatures.isEmpty()
            ? Optional.<List<SignedApproval>>empty()
            : Optional.of(List.copyOf(signatures));
    return new Answer.Approved(ApprovedPlan.of(plan, new Approval(world.user(), how, signed)));
  }

  private static Diagnostic nobody(String why) {
    return Diagnostic.error("nothing was changed: " + why)
        .advise("Run it at a terminal; `rollback plan` saves a plan for later.")
        .see(Topic.GATES);
  }

  private static Diagnostic tooFew(Plan plan, Decision.Missing missing) {
    var needed = missing.needed();
    return Diagnostic.error(
            "nothing was changed: %s: %s, and there is %s"
                .formatted(
                    missing.reason().label(),
                    needed.label(),
                    missing.from().isEmpty()
                        ? "none"
                        : "that of " + String.join(", ", missing.from())))
        .advise(
            (plan.saved().isPresent()
                    ? ""
                    : "`rollback plan %s -o FILE` saves a plan; ".formatted(plan.scenario()))
                + "have it approved on other machines, by %s of role %s: rollback approve FILE. Then: rollback apply FILE --approval APPROVAL."
                    .formatted(needed.count(), needed.role()))
        .see(Topic.APPROVALS);
  }

  private static Diagnostic refused(Reason reason) {
    return Diagnostic.error("nothing was changed: " + reason.label())
        .advise("`rollback policy explain NAME` shows what the target's policy asks, and why.")
        .see(Topic.POLICY);
  }
}
