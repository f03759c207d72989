package dev.rollback.report;

import dev.rollback.plan.Approval;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.SignedApproval;
import dev.rollback.run.Elapsed;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Notification;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line for each event of one run, as it happens: for a terminal, a log, a chat. It remembers when
 * steps began, so that it can say how long they took. May be used by several threads.
 */
public final class EventText {
  private final StepNames names;
  private final Layout layout;
  private final Map<String, Instant> began = new ConcurrentHashMap<>();

  /** For the run of this plan. The width is not kept to: a line of a log is one line. */
  public EventText(Plan plan, Layout layout) {
    this.names = new StepNames(plan);
    this.layout = layout;
  }

  /** The line, without a line break; empty for an event that is of no interest to a watcher. */
  public Optional<String> line(JournalEntry entry) {
    return said(entry)
        .map(
            said ->
                Words.time(entry.at(), layout.zone())
                    + "  "
                    + layout.style().paint(said.tone(), Printable.line(said.text())));
  }

  /** What happened, without time and colour; empty for an event that is of no interest. */
  public Optional<String> what(JournalEntry entry) {
    return said(entry).map(Said::text);
  }

  private record Said(Tone tone, String text) {}

  private Optional<Said> said(JournalEntry entry) {
    return switch (entry.event()) {
      case RunEvent.RunStarted e ->
          say(
              Tone.STRONG,
              "run %s begins: %s on %s, by %s on %s"
                  .formatted(e.run(), e.plan().scenario(), e.plan().target(), e.by(), e.host()));
      case RunEvent.Resumed e ->
          say(
              Tone.STRONG,
              "goes on, by %s on %s%s".formatted(e.by(), e.host(), changed(e.changed())));
      case RunEvent.LeaseTaken e -> leaseTaken(e);
      case RunEvent.LeaseLost e ->
          say(Tone.BAD, "THE TARGET IS ANOTHER RUN'S NOW (%s): %s".formatted(e.where(), e.to()));
      case RunEvent.Interrupted e -> say(Tone.CARE, "stopping: " + e.by());
      case RunEvent.TargetGone e -> say(Tone.CARE, "the target is no more: " + e.why());
      case RunEvent.EstimateExceeded e ->
          say(Tone.CARE, "TAKES TOO LONG: over its estimate of " + Words.duration(e.estimate()));
      case RunEvent.NotificationSent _, RunEvent.NotificationFailed _ -> told(entry);
      case RunEvent.UndoStarted e ->
          say(
              Tone.CARE,
              "taking back %s, the last first: %s%s"
                  .formatted(which(e.steps()), e.why(), asked(e.why(), e.by())));
      case RunEvent.RedoStarted e ->
          say(
              Tone.CARE,
              "putting back %s: %s%s".formatted(which(e.steps()), e.why(), asked(e.why(), e.by())));
      case RunEvent.RunEnded e ->
          say(
              tone(e.outcome()),
              Outcomes.word(e.outcome()) + (e.why().isBlank() ? "" : ": " + e.why()));
      case RunEvent.OfStep e -> ofStep(e, entry.at());
    };
  }

  private Optional<Said> ofStep(RunEvent.OfStep event, Instant at) {
    var where = where(event.step());
    return switch (event) {
      case RunEvent.GateReached e -> say(Tone.CARE, where + "waits for an answer: " + e.question());
      case RunEvent.Answered e ->
          say(
              e.yes() ? Tone.PLAIN : Tone.CARE,
              where + (e.yes() ? "yes" : "no") + ", " + by(e.by()));
      case RunEvent.ApprovalsMissing e -> say(Tone.CARE, where + approvals(e));
      case RunEvent.StepStarted e -> {
        began.put(e.step(), at);
        var again = e.attempt() > 1 ? " (attempt " + e.attempt() + ")" : "";
        yield say(Tone.PLAIN, where + doing(e.step()) + again);
      }
      case RunEvent.BeforeKept _, RunEvent.Written _, RunEvent.NotWritten _ -> Optional.empty();
      case RunEvent.StepDone e -> done(e, where, at);
      // Of a check, the reading before it was a line of its own.
      case RunEvent.StepFailed e when isCheck(e.step()) -> Optional.empty();
      case RunEvent.StepFailed e ->
          say(
              Tone.BAD,
              where
                  + (e.unknown() ? "OUTCOME UNKNOWN, it may have taken effect: " : "FAILED: ")
                  + sentences(e.why(), e.advice()));
      case RunEvent.CheckRead e ->
          say(
              ChecksText.tone(e.result().verdict()),
              where
                  + ChecksText.verdict(e.result().verdict())
                  + ": "
                  + ChecksText.sentence(e.result()));
      // What it says of itself is part of the line that says that it is done.
      case RunEvent.EvidenceKept _ -> Optional.empty();
      case RunEvent.UndoBegan e -> {
        began.put(e.step(), at);
        yield say(Tone.PLAIN, where + "taking back");
      }
      case RunEvent.Undone e ->
          say(Tone.PLAIN, where + "taken back" + took(e.step(), at) + note(e.note()));
      case RunEvent.UndoFailed e ->
          say(
              Tone.BAD,
              where
                  + (e.unknown() ? "OUTCOME UNKNOWN, it may be taken back: " : "NOT TAKEN BACK: ")
                  + sentences(e.why(), e.advice()));
      case RunEvent.DriftConfirmed e ->
          say(Tone.CARE, where + "what somebody else has made of it is overwritten, " + by(e.by()));
      case RunEvent.RedoBegan e -> {
        began.put(e.step(), at);
        yield say(Tone.PLAIN, where + "putting back");
      }
      case RunEvent.Redone e ->
          say(Tone.PLAIN, where + "put back" + took(e.step(), at) + note(e.note()));
      case RunEvent.RedoFailed e ->
          say(
              Tone.BAD,
              where
                  + (e.unknown() ? "OUTCOME UNKNOWN, it may be put back: " : "NOT PUT BACK: ")
                  + sentences(e.why(), e.advice()));
      case RunEvent.BudgetExceeded e ->
          say(
              Tone.CARE,
              "TAKES TOO LONG: phase '%s' is over its budget of %s"
                  .formatted(doing(e.step()), Words.duration(e.budget())));
      case RunEvent.TemporaryUntil e ->
          say(Tone.CARE, where + "will be taken back at " + Words.moment(e.due(), layout.zone()));
    };
  }

  /** Which approvals are missing, and which are there. */
  static String approvals(RunEvent.ApprovalsMissing e) {
    return "needs %d signed approval%s of role %s, and has %s%s"
        .formatted(
            e.needed(),
            e.needed() == 1 ? "" : "s",
            e.role(),
            e.from().isEmpty() ? "none" : "that of " + String.join(", ", e.from()),
            note(e.why()));
  }

  private static Optional<Said> told(JournalEntry entry) {
    return Notification.of(entry)
        .map(n -> new Said(NotificationWords.tone(n), NotificationWords.line(n)));
  }

  private static Optional<Said> leaseTaken(RunEvent.LeaseTaken e) {
    var from = e.from().map(who -> ": it was " + who).orElse("");
    return switch (e.how()) {
      case FREE, OWN -> Optional.empty();
      case ABANDONED ->
          say(Tone.CARE, "the lease at " + e.where() + " was abandoned, and is taken" + from);
      case TAKEN_OVER -> say(Tone.CARE, "the lease at " + e.where() + " is TAKEN OVER" + from);
    };
  }

  private static String which(List<String> steps) {
    return steps.isEmpty() ? "what was changed" : String.join(", ", steps);
  }

  private static String asked(String why, String by) {
    return why.contains(by) ? "" : " (" + by + ")";
  }

  private static String changed(List<String> changed) {
    return changed.isEmpty() ? "" : "; " + String.join("; ", changed);
  }

  private boolean isCheck(String step) {
    return names.find(step).filter(PlannedStep.Check.class::isInstance).isPresent();
  }

  private Optional<Said> done(RunEvent.StepDone e, String where, Instant at) {
    return switch (e.how()) {
      case CHANGED -> say(Tone.GOOD, where + "done" + took(e.step(), at) + note(e.note()));
      case KEPT -> say(Tone.GOOD, where + "kept" + took(e.step(), at) + note(e.note()));
      case ALREADY -> say(Tone.PLAIN, where + "nothing to do" + note(e.note()));
      case SKIPPED -> say(Tone.QUIET, where + "left out" + note(e.note()));
      case PASSED, CONFIRMED -> Optional.empty(); // the reading or the answer was a line of its own
    };
  }

  private static Optional<Said> say(Tone tone, String text) {
    return Optional.of(new Said(tone, text));
  }

  /** {@code [3/7] drop-tokens: }; a check after the steps has no number. */
  private String where(String step) {
    var number = names.number(step).map(n -> "[" + n + "/" + names.count() + "] ").orElse("");
    return number + step + ": ";
  }

  private String doing(String step) {
    return names.find(step).map(PlannedStep::name).filter(n -> !n.isBlank()).orElse("begins");
  }

  private String took(String step, Instant at) {
    return Optional.ofNullable(began.get(step))
        .map(from -> " after " + Words.duration(Elapsed.between(from, at)))
        .orElse("");
  }

  private static String note(String note) {
    return note.isBlank() ? "" : ": " + note;
  }

  static String sentences(String why, String advice) {
    return advice.isBlank() ? why : why + ". Next: " + advice;
  }

  /** {@code by alice (typed)}. */
  static String by(Approval approval) {
    return "by " + approval.by() + (approval.how().isBlank() ? "" : " (" + approval.how() + ")");
  }

  /** {@code alice (tech-lead) signed with SHA256:… at …, for until …}. */
  static String signature(SignedApproval signed, ZoneId zone) {
    return "%s (%s) signed with %s at %s, to hold until %s"
        .formatted(
            signed.by(),
            String.join(", ", signed.roles()),
            signed.key(),
            Words.moment(signed.at(), zone),
            Words.moment(signed.until(), zone));
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED, NOTHING_TO_DO -> Tone.GOOD;
      case STOPPED_AT_GATE, UNDONE, INTERRUPTED, REFUSED -> Tone.CARE;
      case OPERATOR_NEEDED -> Tone.BAD;
    };
  }
}
