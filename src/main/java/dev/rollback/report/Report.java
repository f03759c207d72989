package dev.rollback.report;

import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.FieldChange;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Outcome;
import dev.rollback.run.StepState;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a run: everything that a report says, in whatever form. As JSON it is a format
 * for other programs: keys are added to it, never changed.
 */
@Doc("What happened in a run.")
public record Report(
    @Doc("The run's id.") String run,
    @Doc("The scenario's name.") String scenario,
    @Doc("The scenario's title.") String title,
    @Doc("The target's name.") String target,
    @Doc("How it ended; missing while it runs and after a crash.") Optional<Outcome> outcome,
    @Doc("The outcome in a sentence.") String summary,
    @Doc("Who ran it.") String by,
    @Doc("The machine it ran on.") String host,
    @Doc("The version of rollback.") String version,
    @Doc("Who approved the plan and how.") Approval approval,
    @Doc("When it began.") Instant started,
    @Doc("When the last thing happened in it.") Instant last,
    @Doc("From the beginning to the last thing.") Duration duration,
    @Doc("From the beginning to the last check that had to pass; only where the run succeeded.")
        Optional<Duration> timeToRecover,
    @Doc("Which causes were found; missing where the runbook has no diagnosis.")
        Optional<Diagnosis> diagnosis,
    @Doc("What happened, in order.") List<Happening> timeline,
    @Doc("The steps, in the order of the plan.") List<Step> steps,
    @Doc("The checks, in the order in which they were read; those not read come last.")
        List<Judged> checks,
    @Doc("Who approved or declined what.") List<Answer> answers,
    @Doc("What went wrong, in order.") List<Failure> failures,
    @Doc("Why it was taken back, where it was.") Optional<String> undoing,
    @Doc("Temporary changes that are still in place.") List<Outstanding> outstanding,
    @Doc("What is left to do.") List<Remaining> remaining,
    @Doc("Work that remains for people afterwards.") List<FollowUp> followUps,
    @Doc("Whom to reach.") String contacts,
    @Doc("By what all this can be proved.") Evidence evidence) {

  /** What the evidence checks read. */
  List<CheckResult> evidenceRead() {
    return checks.stream()
        .filter(c -> c.place() == Place.EVIDENCE)
        .flatMap(c -> c.result().stream())
        .toList();
  }

  /** One line of the timeline. */
  @Doc("One line of the timeline.")
  public record Happening(@Doc("When.") Instant at, @Doc("What.") String what) {}

  /** A step and what came of it. */
  @Doc("A step and what came of it.")
  public record Step(
      @Doc("Its place, counted from 1.") int number,
      @Doc("Its id.") String id,
      @Doc("Its name.") String name,
      @Doc("The action or check; empty for a question to a person.") String action,
      @Doc("What was moved or read; empty for a question.") String target,
      @Doc("How far it came.") StepState.Phase phase,
      @Doc("How long it took.") Optional<Duration> took,
      @Doc("How long taking it back took.") Optional<Duration> undoTook,
      @Doc("How many attempts began.") int attempts,
      @Doc("What it changed, or would have changed, field by field.") List<FieldChange> diff,
      @Doc("Whether the diff is what was kept before the write; else it is what was planned.")
          boolean kept,
      @Doc("What there is to say about how it ended.") String note,
      @Doc("What a one-way action has sent or started, or may have; else missing.")
          Optional<String> sent) {

    /** Whether it has changed something, or may have. */
    boolean acted() {
      return kept || sent.isPresent();
    }
  }

  /** Where a check stands in a run. */
  public enum Place {
    /** Evidence for conditions, before the plan was made. */
    EVIDENCE,
    /** It had to pass before step 1. */
    BEFORE,
    /** Among the steps. */
    STEP,
    /** It decides success. */
    AFTER
  }

  /** A check; without a result it was not read. */
  @Doc("A check; without a result it was not read.")
  public record Judged(
      @Doc("Its id.") String id,
      @Doc("Its name.") String name,
      @Doc("Where it stands in the run.") Place place,
      @Doc("What it read and how that was judged.") Optional<CheckResult> result) {}

  /** An approval or a refusal. */
  @Doc("An approval or a refusal.")
  public record Answer(
      @Doc("When.") Instant at,
      @Doc("The step, or `plan`.") String step,
      @Doc("The question.") String question,
      @Doc("Whether the run might go on.") boolean yes,
      @Doc("By whom and how.") Approval by) {}

  /** A temporary change that is still in place. */
  @Doc("A temporary change that is still in place.")
  public record Outstanding(
      @Doc("The step.") String step,
      @Doc("What was changed.") String target,
      @Doc("When it is due to be taken back.") Instant due) {}

  /** By what the report can be proved. */
  @Doc("By what the report can be proved.")
  public record Evidence(
      @Doc("The digest of the plan that was approved.") String planDigest,
      @Doc("How many entries the journal has.") int entries,
      @Doc("SHA-256 of the journal's last line.") Optional<String> journalHead,
      @Doc("The files of evidence that were kept, beside the journal.") List<BlobRef> files) {}
}
