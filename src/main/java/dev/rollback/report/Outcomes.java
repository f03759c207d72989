package dev.rollback.report;

import dev.rollback.diagnostic.Topic;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.Optional;

/** How runs end, in words. */
final class Outcomes {
  private Outcomes() {}

  /** The first words of the sentence. */
  static String word(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "Done and verified";
      case NOTHING_TO_DO -> "Nothing to do";
      case STOPPED_AT_GATE -> "Stopped at a gate";
      case UNDONE -> "Taken back, everything is as it was before";
      case OPERATOR_NEEDED -> "A person is needed";
      case INTERRUPTED -> "Interrupted";
      case REFUSED -> "Refused before the first change";
    };
  }

  /** For a column of a table. */
  static String shortWord(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "done";
      case NOTHING_TO_DO -> "nothing to do";
      case STOPPED_AT_GATE -> "at a gate";
      case UNDONE -> "taken back";
      case OPERATOR_NEEDED -> "NEEDS A PERSON";
      case INTERRUPTED -> "interrupted";
      case REFUSED -> "refused";
    };
  }

  static Tone tone(RunState run) {
    return tone(run.ended().map(RunEvent.RunEnded::outcome));
  }

  /** Of a run that has not ended, too. */
  static Tone tone(Optional<Outcome> outcome) {
    return outcome
        .map(
            how ->
                switch (how) {
                  case SUCCEEDED, NOTHING_TO_DO -> Tone.GOOD;
                  case STOPPED_AT_GATE, UNDONE, INTERRUPTED, REFUSED -> Tone.CARE;
                  case OPERATOR_NEEDED -> Tone.BAD;
                })
        .orElse(Tone.CARE);
  }

  /** What explains how it ended and what can be done then; a run that ended well needs no words. */
  static Optional<Topic> explained(RunState run) {
    return run.ended()
        .map(RunEvent.RunEnded::outcome)
        .flatMap(
            how ->
                switch (how) {
                  case SUCCEEDED, NOTHING_TO_DO -> Optional.empty();
                  case STOPPED_AT_GATE -> Optional.of(gate(run));
                  case UNDONE -> Optional.of(Topic.UNDO);
                  case OPERATOR_NEEDED ->
                      Optional.of(unknown(run) ? Topic.UNKNOWN_OUTCOME : Topic.PERSON_NEEDED);
                  case INTERRUPTED -> Optional.of(Topic.CRASH_AND_RESUME);
                  case REFUSED -> Optional.of(Topic.REFUSED);
                });
  }

  private static Topic gate(RunState run) {
    return run.timeline().stream().anyMatch(e -> e.event() instanceof RunEvent.ApprovalsMissing)
        ? Topic.APPROVALS
        : Topic.GATES;
  }

  private static boolean unknown(RunState run) {
    return run.steps().values().stream().anyMatch(StepState::unknown);
  }

  /** The outcome in a sentence. */
  static String sentence(RunState run, boolean running) {
    if (running) {
      return "Running" + at(run).map(step -> ", in step " + step).orElse("") + ".";
    }
    return run.ended()
        .map(end -> sentence(run, end.outcome(), end.why()))
        .orElseGet(
            () ->
                "Broken off: its process ended without a word"
                    + at(run).map(step -> " in step " + step).orElse("")
                    + ".");
  }

  private static String sentence(RunState run, Outcome outcome, String why) {
    var changed = run.steps().values().stream().filter(s -> s.phase() == StepState.Phase.CHANGED);
    var detail =
        switch (outcome) {
          case SUCCEEDED -> Words.count(changed.count(), "change") + " in place" + but(why);
          case NOTHING_TO_DO, STOPPED_AT_GATE, UNDONE, OPERATOR_NEEDED, INTERRUPTED, REFUSED -> why;
        };
    return word(outcome) + (detail.isBlank() ? "" : ": " + detail) + ".";
  }

  private static String but(String why) {
    return why.isBlank() ? "" : "; " + why;
  }

  /** The step in which the run is, or was when it was broken off. */
  static Optional<String> at(RunState run) {
    return run.steps().values().stream()
        .filter(
            s ->
                switch (s.phase()) {
                  case RUNNING, UNDOING, REDOING -> true;
                  case PENDING,
                      CHANGED,
                      ALREADY,
                      PASSED,
                      KEPT,
                      CONFIRMED,
                      SKIPPED,
                      FAILED,
                      UNDONE,
                      UNDO_FAILED,
                      REDO_FAILED ->
                      false;
                })
        .map(StepState::id)
        .reduce((_, last) -> last);
  }

  /** What a step's phase is called, with what else is known of it. */
  static String word(StepState step) {
    if (step.phase() != StepState.Phase.FAILED) {
      return word(step.phase());
    } else if (step.answer().isPresent()) {
      return "declined";
    }
    return step.unknown() ? "UNKNOWN" : word(step.phase());
  }

  /**
   * The same of what a report says of it: what may have been sent although it failed is unknown.
   */
  static String word(Report.Step step) {
    return step.sent().isPresent() && step.phase() == StepState.Phase.FAILED
        ? "UNKNOWN"
        : word(step.phase());
  }

  /** What a phase is called. */
  static String word(StepState.Phase phase) {
    return switch (phase) {
      case PENDING -> "not begun";
      case RUNNING -> "in progress";
      case CHANGED -> "changed";
      case ALREADY -> "already";
      case PASSED -> "passed";
      case KEPT -> "kept";
      case CONFIRMED -> "confirmed";
      case SKIPPED -> "left out";
      case FAILED -> "FAILED";
      case UNDOING -> "taking back";
      case UNDONE -> "taken back";
      case UNDO_FAILED -> "NOT TAKEN BACK";
      case REDOING -> "putting back";
      case REDO_FAILED -> "NOT PUT BACK";
    };
  }

  static Tone tone(StepState step) {
    return tone(step.phase());
  }

  /** Whether a phase is as it should be. */
  static Tone tone(StepState.Phase phase) {
    return switch (phase) {
      case PENDING, SKIPPED -> Tone.QUIET;
      case RUNNING, UNDOING, REDOING -> Tone.CARE;
      case CHANGED, PASSED, KEPT -> Tone.GOOD;
      case ALREADY, CONFIRMED, UNDONE -> Tone.PLAIN;
      case FAILED, UNDO_FAILED, REDO_FAILED -> Tone.BAD;
    };
  }
}
