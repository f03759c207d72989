package dev.rollback.report;

import dev.rollback.run.Elapsed;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How long steps took: forwards from the first attempt to the last, and back. */
final class StepTimes {
  private final Map<String, Instant> began = new HashMap<>();
  private final Map<String, Instant> undoBegan = new HashMap<>();
  private final Map<String, Duration> took = new HashMap<>();
  private final Map<String, Duration> undoTook = new HashMap<>();

  StepTimes(RunState run) {
    run.timeline().forEach(this::add);
  }

  private void add(JournalEntry entry) {
    var at = entry.at();
    switch (entry.event()) {
      case RunEvent.StepStarted e -> began.putIfAbsent(e.step(), at);
      case RunEvent.GateReached e -> began.putIfAbsent(e.step(), at);
      case RunEvent.Answered e -> since(began, e.step(), at).ifPresent(d -> took.put(e.step(), d));
      case RunEvent.StepDone e -> since(began, e.step(), at).ifPresent(d -> took.put(e.step(), d));
      case RunEvent.StepFailed e ->
          since(began, e.step(), at).ifPresent(d -> took.put(e.step(), d));
      case RunEvent.UndoBegan e -> undoBegan.put(e.step(), at);
      case RunEvent.Undone e ->
          since(undoBegan, e.step(), at).ifPresent(d -> undoTook.put(e.step(), d));
      case RunEvent.UndoFailed e ->
          since(undoBegan, e.step(), at).ifPresent(d -> undoTook.put(e.step(), d));
      case RunEvent.RunStarted _,
          RunEvent.ApprovalsMissing _,
          RunEvent.BeforeKept _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.CheckRead _,
          RunEvent.EvidenceKept _,
          RunEvent.UndoStarted _,
          RunEvent.DriftConfirmed _,
          RunEvent.RedoStarted _,
          RunEvent.RedoBegan _,
          RunEvent.Redone _,
          RunEvent.RedoFailed _,
          RunEvent.BudgetExceeded _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.TargetGone _,
          RunEvent.TemporaryUntil _,
          RunEvent.Interrupted _,
          RunEvent.Resumed _,
          RunEvent.RunEnded _ -> {}
    }
  }

  private static Optional<Duration> since(Map<String, Instant> from, String step, Instant at) {
    return Optional.ofNullable(from.get(step)).map(began -> Elapsed.between(began, at));
  }

  /** From its first attempt to the end of its last; empty where it did not begin, or not end. */
  Optional<Duration> took(String step) {
    return Optional.ofNullable(took.get(step));
  }

  /** From the beginning of its undo to its end. */
  Optional<Duration> undoTook(String step) {
    return Optional.ofNullable(undoTook.get(step));
  }
}
