package dev.rollback.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which steps of a run are being worked on, and since which entry of its journal: what is said of
 * an earlier attempt is not about this one. Not thread-safe.
 */
public final class StepsInHand {
  private final Map<String, Long> since = new HashMap<>();

  /** The next entry of the journal. */
  public void add(JournalEntry entry) {
    switch (entry.event()) {
      case RunEvent.StepStarted(var step, var _) -> since.put(step, entry.seq());
      case RunEvent.UndoBegan(var step) -> since.put(step, entry.seq());
      case RunEvent.RedoBegan(var step) -> since.put(step, entry.seq());
      case RunEvent.StepDone(var step, var _, var _) -> since.remove(step);
      case RunEvent.StepFailed e -> since.remove(e.step());
      case RunEvent.Undone e -> since.remove(e.step());
      case RunEvent.UndoFailed e -> since.remove(e.step());
      case RunEvent.Redone e -> since.remove(e.step());
      case RunEvent.RedoFailed e -> since.remove(e.step());
      // Whoever worked on a step before has ended, or died.
      case RunEvent.RunStarted _, RunEvent.Resumed _, RunEvent.RunEnded _, RunEvent.TargetGone _ ->
          since.clear();
      case RunEvent.GateReached _,
          RunEvent.Answered _,
          RunEvent.ApprovalsMissing _,
          RunEvent.BeforeKept _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.CheckRead _,
          RunEvent.EvidenceKept _,
          RunEvent.UndoStarted _,
          RunEvent.DriftConfirmed _,
          RunEvent.RedoStarted _,
          RunEvent.TemporaryUntil _,
          RunEvent.Interrupted _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.BudgetExceeded _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _ -> {}
    }
  }

  /** The entry with which a step was begun last; empty where nobody works on it. */
  public Optional<Long> since(String step) {
    return Optional.ofNullable(since.get(step));
  }

  /** Whether this is about what is being done now. */
  public boolean isAbout(StepProgress said) {
    return since(said.step()).filter(entry -> entry == said.since()).isPresent();
  }
}
