package dev.rollback.report;

import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Something that went wrong in a run. */
@Doc("Something that went wrong.")
public record Failure(
    @Doc("When.") Instant at,
    @Doc("The step's or the check's id.") String step,
    @Doc("What went wrong.") String why,
    @Doc("What to do next; empty where nothing is known.") String advice,
    @Doc("Whether it may have taken effect all the same.") boolean unknown) {

  /**
   * All that went wrong, in order; what was mended later is among it. That a check failed is said
   * once, by what it read.
   */
  public static List<Failure> of(RunState run) {
    var checks =
        run.timeline().stream()
            .map(JournalEntry::event)
            .filter(RunEvent.CheckRead.class::isInstance)
            .map(e -> ((RunEvent.CheckRead) e).step())
            .collect(Collectors.toSet());
    return run.timeline().stream()
        .filter(e -> !(e.event() instanceof RunEvent.StepFailed f && checks.contains(f.step())))
        .map(Failure::of)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Failure> of(JournalEntry entry) {
    return switch (entry.event()) {
      case RunEvent.StepFailed e ->
          Optional.of(
              new Failure(entry.at(), e.step(), attempt(e) + e.why(), e.advice(), e.unknown()));
      case RunEvent.UndoFailed e ->
          Optional.of(
              new Failure(
                  entry.at(), e.step(), "not taken back: " + e.why(), e.advice(), e.unknown()));
      case RunEvent.RedoFailed e ->
          Optional.of(
              new Failure(
                  entry.at(), e.step(), "not put back: " + e.why(), e.advice(), e.unknown()));
      case RunEvent.CheckRead e when e.result().verdict() != Verdict.PASS ->
          Optional.of(
              new Failure(
                  entry.at(),
                  e.step(),
                  ChecksText.verdict(e.result().verdict()) + ": " + ChecksText.sentence(e.result()),
                  "",
                  false));
      case RunEvent.CheckRead _,
          RunEvent.EvidenceKept _,
          RunEvent.RunStarted _,
          RunEvent.GateReached _,
          RunEvent.Answered _,
          RunEvent.ApprovalsMissing _,
          RunEvent.StepStarted _,
          RunEvent.BeforeKept _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.StepDone _,
          RunEvent.UndoStarted _,
          RunEvent.TargetGone _,
          RunEvent.UndoBegan _,
          RunEvent.Undone _,
          RunEvent.DriftConfirmed _,
          RunEvent.RedoStarted _,
          RunEvent.RedoBegan _,
          RunEvent.Redone _,
          RunEvent.BudgetExceeded _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.TemporaryUntil _,
          RunEvent.Interrupted _,
          RunEvent.Resumed _,
          RunEvent.RunEnded _ ->
          Optional.empty();
    };
  }

  private static String attempt(RunEvent.StepFailed failed) {
    return failed.attempt() > 1 ? "attempt " + failed.attempt() + ": " : "";
  }
}
