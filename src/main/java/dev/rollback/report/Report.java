package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.FieldChange;
import dev.rollback.run.BlobRef;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.Notification;
import dev.rollback.run.Outcome;
import dev.rollback.run.StepState;
import dev.rollback.scenario.Scenario;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    @Doc("How long it takes, as the runbook estimates it.") Optional<Scenario.Estimate> estimate,
    @Doc("What this run has changed and not taken back, in the order in which it was changed.")
        List<InPlace> inPlace,
    @Doc("What happened, in order.") List<Happening> timeline,
    @Doc("When each step was worked on, waited for or read, in order.") List<Span> spans,
    @Doc("What happened to the run as a whole, in order.") List<Mark> marks,
    @Doc("The steps, in the order of the plan.") List<Step> steps,
    @Doc("The checks, in the order in which they were read; those not read come last.")
        List<Judged> checks,
    @Doc("Who approved or declined what.") List<Answer> answers,
    @Doc("Questions that nobody has answered.") List<Question> unanswered,
    @Doc("What went wrong, in order.") List<Failure> failures,
    @Doc("Why it was taken back, where it was.") Optional<String> undoing,
    @Doc("Temporary changes that are still in place.") List<Outstanding> outstanding,
    @Doc("What is left to do.") List<Remaining> remaining,
    @Doc("Work that remains for people afterwards.") List<FollowUp> followUps,
    @Doc("Whom to reach.") String contacts,
    @Doc("The phases that have a budget, and what they used of it.") List<PhaseUse> phases,
    @Doc("Which channels were told, and which could not be.") List<Notification> notifications,
    @Doc("By what all this can be proved.") Evidence evidence) {

  /** What the evidence checks read. */
  List<CheckResult> evidenceRead() {
    return checks.stream()
        .filter(c -> c.place() == Place.EVIDENCE)
        .flatMap(c -> c.result().stream())
        .toList();
  }

  /**
   * The same without secrets: texts are masked before any form escapes them, for an escaped secret
   * is not the secret that the redactor knows.
   */
  public Report masked(Redactor redactor) {
    var codec = Codec.of(Report.class);
    return codec.decode(new Redaction(redactor, codec.shape()).apply(codec.encode(this)));
  }

  /** One line of the timeline. */
  @Doc("One line of the timeline.")
  public record Happening(@Doc("When.") Instant at, @Doc("What.") String what) {}

  /** What a run has changed and not taken back. */
  @Doc("What a run has changed and not taken back.")
  public record InPlace(
      @Doc("The step.") String step,
      @Doc("Its name.") String name,
      @Doc("What was changed.") String target,
      @Doc("Whether the system has answered that the change was made.") boolean certain,
      @Doc("When it is due to be taken back, where it is temporary.") Optional<Instant> due) {}

  /** A stretch of time in which something was done. */
  @Doc("A stretch of time in which something was done.")
  public record Span(
      @Doc("The step or the check; empty where it is about the whole run.") String step,
      @Doc("What was done.") Span.Kind kind,
      @Doc("When it began.") Instant from,
      @Doc("When it ended, never before it began.") Instant to,
      @Doc("How it ended.") End end) {

    /** What was done. */
    public enum Kind {
      /** Something was changed, sent or kept. */
      WORK,
      /** A person was waited for. */
      WAIT,
      /** A check was read. */
      CHECK,
      /** A change was taken back. */
      UNDO,
      /** A change was put back after an undo. */
      REDO,
      /** No process worked on the run. */
      PAUSE
    }

    /** How it ended. */
    public enum End {
      /** As it should. */
      DONE,
      /** It failed. */
      FAILED,
      /** Somebody said no. */
      DECLINED,
      /** It may have taken effect, or not; or a check had nothing to judge. */
      UNKNOWN,
      /** The process ended, or the run stopped, before it did. */
      BROKEN_OFF
    }
  }

  /** A moment that matters to the run as a whole. */
  @Doc("A moment that matters to the run as a whole.")
  public record Mark(
      @Doc("When.") Instant at, @Doc("What kind.") Mark.Kind kind, @Doc("What.") String what) {
    /** What kind of moment. */
    public enum Kind {
      /** Somebody or something asked the run to stop. */
      INTERRUPTED,
      /** It went on. */
      RESUMED,
      /** It began to take back what it had done. */
      UNDO,
      /** It began to put back what had been taken back. */
      REDO,
      /** Another run has taken the target. */
      LEASE_LOST,
      /** It ended. */
      ENDED
    }
  }

  /** A question that nobody has answered. */
  @Doc("A question that nobody has answered.")
  public record Question(
      @Doc("When it was asked.") Instant asked,
      @Doc("The step.") String step,
      @Doc("The question.") String question,
      @Doc("What is known about it; empty where nothing is.") String note) {}

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
      @Doc("What it read last and how that was judged.") Optional<CheckResult> result,
      @Doc("Each reading that the journal holds of it, in order.") List<Reading> readings,
      @Doc("What it read when the plan was made, where it compares with that.")
          Optional<JsonNode> baseline,
      @Doc("All its readings together; missing where it was not waited for, or not all are known.")
          Optional<Sampled> sampled) {}

  /** All readings of a check, also those of which the journal keeps no more than this. */
  @Doc("All readings of a check, also those of which the journal keeps no more than this.")
  public record Sampled(
      @Doc("How many there were.") int count,
      @Doc("When it passed for the first time; missing where it never did.")
          Optional<Instant> passed,
      @Doc("Since when it has passed without a break; missing where it did not pass at the end.")
          Optional<Instant> since,
      @Doc("The least and the most of each number that was read.")
          Map<String, CheckSamples.Range> ranges) {}

  /** What a check read once, and how that was judged. */
  @Doc("What a check read once, and how that was judged.")
  public record Reading(
      @Doc("When.") Instant at,
      @Doc("The judgement.") CheckResult.Verdict verdict,
      @Doc("What was read.") JsonNode values) {}

  /** An approval or a refusal. */
  @Doc("An approval or a refusal.")
  public record Answer(
      @Doc("When.") Instant at,
      @Doc("When it was asked; missing where the journal does not say.") Optional<Instant> asked,
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
