package dev.rollback.cli;

import dev.rollback.action.Risk;
import dev.rollback.console.Prompt;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.Plan;
import java.util.Optional;

/** Asks whether a plan may be run: the one place where a plan becomes an approved one. */
final class PlanApproval {
  private final World world;
  private final Mode mode;

  /** How much may be approved without asking. */
  enum Mode {
    /** Nothing: every plan that changes something is asked about. */
    ASK,
    /** What is at most disruptive, on a target that is not protected. */
    YES,
    /** Everything: the target is the sandbox. */
    SANDBOX
  }

  PlanApproval(World world, Mode mode) {
    this.world = world;
    this.mode = mode;
  }

  /** An answer: the approved plan, or why there is none. */
  sealed interface Decision {
    /** It may be run. */
    record Approved(ApprovedPlan plan) implements Decision {}

    /** Somebody said no. */
    record Declined() implements Decision {}

    /** There was nobody to ask. */
    record Nobody(String why) implements Decision {}
  }

  Decision decide(Plan plan) {
    if (plan.nothingToDo()) {
      return approved(plan, "nothing is changed");
    }
    return switch (mode) {
      case SANDBOX -> approved(plan, "--approve-all in the sandbox");
      case YES -> yes(plan);
      case ASK -> ask(plan);
    };
  }

  private Decision yes(Plan plan) {
    if (plan.guarded() || plan.risk() == Risk.DESTRUCTIVE) {
      return ask(plan);
    }
    return approved(plan, "--yes");
  }

  private Decision ask(Plan plan) {
    var destructive = plan.risk() == Risk.DESTRUCTIVE;
    if (!world.console().interactive()) {
      return new Decision.Nobody(reason(plan, destructive));
    }
    var prompt =
        destructive
            ? Prompt.text(
                "Part of this is destructive. Type the name of the target (%s) to go on, or no."
                    .formatted(plan.target()))
            : Prompt.yesNo("Do this on %s?".formatted(plan.target()));
    return agreed(world.console().ask(prompt), destructive, plan)
        ? approved(plan, destructive ? "typed the target's name" : "typed yes")
        : new Decision.Declined();
  }

  private static boolean agreed(Optional<String> answer, boolean destructive, Plan plan) {
    var typed = answer.orElse("").strip();
    return typed.equals(destructive ? plan.target() : Prompt.YES);
  }

  private String reason(Plan plan, boolean destructive) {
    if (mode == Mode.YES && plan.guarded()) {
      return "the target is protected, so --yes does not cover it, and nobody is there to ask";
    }
    if (mode == Mode.YES && destructive) {
      return "part of the plan is destructive, so --yes does not cover it, and nobody is there to ask";
    }
    return "the plan needs an approval, and nobody is there to ask";
  }

  private Decision approved(Plan plan, String how) {
    return new Decision.Approved(ApprovedPlan.of(plan, new Approval(world.user(), how)));
  }
}
