package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Plan;
import dev.rollback.scenario.Notify;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a run. The journal is a list of these, and whatever is known about a
 * run is computed from them. Names and components are a file format: they are added to, never
 * changed.
 */
public sealed interface RunEvent {

  /** Events that belong to one step. */
  sealed interface OfStep extends RunEvent {
    /** The step's id. */
    String step();
  }

  /** The run begins. Everything that is needed to go on with it after a crash is in here. */
  record RunStarted(
      @Doc("The run's id.") String run,
      @Doc("The plan that was approved.") Plan plan,
      @Doc("The plan's digest.") String digest,
      @Doc("Who approved it and how.") Approval approval,
      @Doc("Who runs it.") String by,
      @Doc("The machine it runs on.") String host,
      @Doc("The version of rollback.") String version)
      implements RunEvent {}

  /** A gate was reached. */
  record GateReached(String step, @Doc("The question.") String question) implements OfStep {}

  /** A gate or a manual step was answered. */
  record Answered(
      String step,
      @Doc("Whether the run may go on.") boolean yes,
      @Doc("By whom and how.") Approval by)
      implements OfStep {}

  /** A gate takes signed approvals, and there were too few. */
  record ApprovalsMissing(
      String step,
      @Doc("The role.") String role,
      @Doc("How many persons of it must approve.") int needed,
      @Doc("Who has approved.") List<String> from,
      @Doc("What else there is to say about it.") String why)
      implements OfStep {}

  /** A step begins. */
  record StepStarted(String step, @Doc("Counted from 1.") int attempt) implements OfStep {}

  /** The state before is kept; a write to the system may follow at any time from now on. */
  record BeforeKept(
      String step,
      @Doc("The state before.") JsonNode before,
      @Doc("The state wanted.") JsonNode after,
      @Doc("The content of a bulk state.") Optional<BlobRef> content)
      implements OfStep {}

  /** The write was answered by the system. */
  record Written(String step) implements OfStep {}

  /** The write was certainly not made: the state before, which was kept for it, still stands. */
  record NotWritten(String step, @Doc("Why.") String why) implements OfStep {}

  /** A step is done. */
  record StepDone(
      String step, @Doc("How.") Done how, @Doc("What there is to say about it.") String note)
      implements OfStep {}

  /** How a step was done. */
  enum Done {
    /** It changed something, and the change has taken effect. */
    CHANGED,
    /** There was nothing to do. */
    ALREADY,
    /** A check passed. */
    PASSED,
    /** Evidence was kept. */
    KEPT,
    /** A person confirmed it. */
    CONFIRMED,
    /** Its condition did not hold. */
    SKIPPED
  }

  /** An attempt failed. */
  record StepFailed(
      String step,
      @Doc("Counted from 1.") int attempt,
      @Doc("What went wrong.") String why,
      @Doc("What to do next.") String advice,
      @Doc("Whether it may have taken effect all the same.") boolean unknown)
      implements OfStep {}

  /** A check was read, among the steps or after them. */
  record CheckRead(
      String step,
      @Doc("What it read.") CheckResult result,
      @Doc("All its readings, where there were several; missing in journals of 0.1.0.")
          Optional<CheckSamples> samples)
      implements OfStep {
    /** A check that was read once. */
    public CheckRead(String step, CheckResult result) {
      this(step, result, Optional.empty());
    }
  }

  /** Evidence was kept: these files are on disk. */
  record EvidenceKept(
      String step,
      @Doc("The files.") List<BlobRef> files,
      @Doc("What there is to say about it.") String note)
      implements OfStep {}

  /** The run begins to take back what it did. */
  record UndoStarted(
      @Doc("Why.") String why,
      @Doc("Who asked for it.") String by,
      @Doc("The steps that are to be taken back; none means all.") List<String> steps)
      implements RunEvent {}

  /** One step's change is about to be taken back. */
  record UndoBegan(String step) implements OfStep {}

  /** One step's change was taken back. */
  record Undone(
      String step,
      @Doc("What there is to say about it.") String note,
      @Doc("Whether something was written; else it was as before already.") @Default("true")
          boolean wrote)
      implements OfStep {}

  /**
   * Somebody else has changed what the step had written, and a person says that it be brought back
   * to the state before all the same. What is lost by that is in here.
   */
  record DriftConfirmed(
      String step,
      @Doc("The state that is about to be overwritten.") JsonNode now,
      @Doc("Who says so and how.") Approval by)
      implements OfStep {}

  /** One step's change was not taken back. */
  record UndoFailed(
      String step,
      @Doc("Why.") String why,
      @Doc("What to do next.") String advice,
      @Doc("Whether it may have been taken back all the same.") @Default("false") boolean unknown)
      implements OfStep {}

  /** The run begins to put back what an undo has taken away. */
  record RedoStarted(
      @Doc("Why.") String why,
      @Doc("Who asked for it.") String by,
      @Doc("The steps that are to be put back; none means all.") List<String> steps)
      implements RunEvent {}

  /** One step's change is about to be put back. */
  record RedoBegan(String step) implements OfStep {}

  /** One step's change was put back. */
  record Redone(String step, @Doc("What there is to say about it.") String note)
      implements OfStep {}

  /** One step's change was not put back. */
  record RedoFailed(
      String step,
      @Doc("Why.") String why,
      @Doc("What to do next.") String advice,
      @Doc("Whether it may have been put back all the same.") @Default("false") boolean unknown)
      implements OfStep {}

  /** A temporary change is due to be taken back at this time. */
  record TemporaryUntil(String step, @Doc("When.") Instant due) implements OfStep {}

  /** Somebody wants the run to stop. */
  record Interrupted(@Doc("What asked for it.") String by) implements RunEvent {}

  /** The run goes on, in this or another process. */
  record Resumed(
      String by,
      String host,
      String version,
      @Doc("What is not as it was when the run began, and does not keep it from going on.")
          List<String> changed)
      implements RunEvent {}

  /** The run has the right to move its target, as far as it is known there. */
  record LeaseTaken(
      @Doc("Where that stands.") String where,
      @Doc("Counts the takings there.") long token,
      @Doc("Why it could be taken.") How how,
      @Doc("Who held it last, if that was another run.") Optional<String> from)
      implements RunEvent {

    /** Why a lease could be taken. */
    public enum How {
      /** Nobody held it. */
      FREE,
      /** A process of the same run held it, which has died. */
      OWN,
      /** Its holder had not renewed it for longer than it lasts. */
      ABANDONED,
      /** Somebody held it, and a person said that it be taken all the same. */
      TAKEN_OVER
    }
  }

  /** The run has lost the right to move its target: it writes nothing more. */
  record LeaseLost(@Doc("Where that stands.") String where, @Doc("Who has it now.") String to)
      implements RunEvent {}

  /** A phase has taken longer than its budget, counted from the start of its first step. */
  record BudgetExceeded(String step, @Doc("The budget.") Duration budget) implements OfStep {}

  /** The run has taken longer than its scenario's estimate, counted from its first step. */
  record EstimateExceeded(@Doc("The estimate.") Duration estimate) implements RunEvent {}

  /** A channel was told what happened. */
  record NotificationSent(
      @Doc("The channel, as the runbook names it.") String channel,
      @Doc("What it was told.") Notify.Occasion occasion,
      @Doc("The entry of this journal that it is about.") long about,
      @Doc("How long that had to hold first; zero where it was told at once.") Duration after,
      @Doc("The message.") String text,
      @Doc("What the receiver said.") String said)
      implements RunEvent {}

  /** A channel could not be told what happened. The run went on all the same. */
  record NotificationFailed(
      @Doc("The channel, as the runbook names it.") String channel,
      @Doc("What it was to be told.") Notify.Occasion occasion,
      @Doc("The entry of this journal that it is about.") long about,
      @Doc("How long that had to hold first; zero where it was to be told at once.") Duration after,
      @Doc("The message.") String text,
      @Doc("Why.") String why,
      @Doc("What to do next.") String advice,
      @Doc("Whether it may have arrived all the same.") boolean unknown)
      implements RunEvent {}

  /** The target is no more (a sandbox was closed): nothing of it is left to take back. */
  record TargetGone(@Doc("Why.") String why) implements RunEvent {}

  /** The run has ended, at least for now. */
  record RunEnded(@Doc("How.") Outcome outcome, @Doc("Why.") String why) implements RunEvent {}
}
