package dev.rollback.run;

import dev.rollback.plan.Approval;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Drifted;
import java.util.List;
import java.util.Optional;

/**
 * The port to the person who decides, while a run is under way. Safe for use by several threads.
 */
public interface Gatekeeper {

  /** Something that a run asks. */
  sealed interface Question {
    /**
     * A gate of the runbook: may the run go on?
     *
     * @param approvers whose signed approvals it takes; empty where whoever runs it is asked
     */
    record Gate(String step, String question, Optional<Approvers> approvers) implements Question {}

    /** Something to be done by hand: has it been done? */
    record Manual(String step, String instruction) implements Question {}

    /** A change that the approved plan did not show: may it be made? */
    record Beyond(String step, String change) implements Question {}

    /** What a step had written was changed by somebody else: may that be overwritten? */
    record Drift(String step, String target, List<Drifted> fields) implements Question {}
  }

  /** An answer. */
  sealed interface Answer {
    /** Go on. */
    record Yes(Approval by) implements Answer {}

    /** Do not go on. */
    record No(Approval by) implements Answer {}

    /**
     * It takes signed approvals, and there are too few.
     *
     * @param from who has approved
     * @param why what else there is to say about it; empty where there is nothing
     */
    record TooFew(Approvers needed, List<String> from, String why) implements Answer {}

    /** There was nobody to ask, and why. */
    record Nobody(String why) implements Answer {}
  }

  /** What to do about a failure. */
  enum Remedy {
    /** Try the step again. */
    RETRY,
    /** Take back what this run has changed. */
    UNDO,
    /** Stop here; the run can be resumed. */
    STOP,
    /** Go on with the next step. */
    CONTINUE
  }

  /** Asks and waits for the answer. */
  Answer ask(Question question);

  /**
   * Asks what to do about a failed step. It is not asked where the runbook says that the run goes
   * on.
   *
   * @param otherwise what the runbook says is to be done when nobody is there to ask
   */
  Remedy onFailure(String step, String why, String advice, Remedy otherwise);
}
