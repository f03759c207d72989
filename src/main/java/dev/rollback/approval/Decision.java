package dev.rollback.approval;

import dev.rollback.plan.Approvers;
import dev.rollback.plan.SignedApproval;
import java.util.List;

/** Whether a plan may be run, as far as can be told without asking anybody. */
public sealed interface Decision {
  /** Why. */
  List<Reason> reasons();

  /**
   * It may be run.
   *
   * @param how by what, for the journal
   * @param signatures those that count for it besides
   */
  record Go(String how, List<SignedApproval> signatures, List<Reason> reasons)
      implements Decision {}

  /**
   * Somebody at the terminal has to agree.
   *
   * @param name whether by typing the target's name
   * @param signatures those that count for it besides
   */
  record Confirm(boolean name, List<SignedApproval> signatures, List<Reason> reasons)
      implements Decision {}

  /** Somebody would have to agree, and there is no terminal. */
  record Nobody(String why, List<Reason> reasons) implements Decision {}

  /** It needs signed approvals, and there are too few. */
  record TooFew(List<Missing> missing, List<Reason> reasons) implements Decision {}

  /** It is not to be run now. */
  record Refused(List<Reason> reasons) implements Decision {}

  /**
   * Signed approvals that are wanted.
   *
   * @param from who has approved
   */
  record Missing(Approvers needed, List<String> from, Reason reason) {}
}
