package dev.rollback.crash;

import dev.rollback.run.RunEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What each step's change and its undo have cost in writes, counted at the servers while nobody
 * died. Steps that are under way at the same time have one bill: who of them wrote what, the
 * servers cannot tell.
 */
public final class Bill implements Consumer<RunEvent> {
  private final Supplier<Writes> counters;
  private final Map<String, Writes> began = new HashMap<>();
  private final Map<String, Writes> up = new HashMap<>();
  private final Map<String, Writes> down = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final Set<String> together = new HashSet<>();

  /** Reads the counters at every event. */
  Bill(Supplier<Writes> counters) {
    this.counters = counters;
  }

  @Override
  public synchronized void accept(RunEvent event) {
    switch (event) {
      case RunEvent.StepStarted(var step, var _) -> begin(step);
      case RunEvent.BeforeKept kept -> begin(kept.step());
      case RunEvent.UndoBegan(var step) -> begin(step);
      case RunEvent.Written(var step) -> end(step, up);
      case RunEvent.StepDone(var step, var _, var _) -> {
        if (!up.containsKey(step)) {
          end(step, up); // a one-way action; a check has cost nothing
        }
      }
      case RunEvent.Undone(var step, var _, var _) -> end(step, down);
      case RunEvent.OfStep _ -> {}
      case RunEvent.RunStarted _,
          RunEvent.UndoStarted _,
          RunEvent.Interrupted _,
          RunEvent.Resumed _,
          RunEvent.TargetGone _,
          RunEvent.LeaseLost _,
          RunEvent.LeaseTaken _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.RedoStarted _,
          RunEvent.RunEnded _ -> {}
    }
  }

  private void begin(String step) {
    began.put(step, counters.get());
    underWay.add(step);
    if (underWay.size() > 1) {
      together.addAll(underWay);
    }
  }

  private void end(String step, Map<String, Writes> bill) {
    var before = began.get(step);
    if (before != null) {
      bill.put(step, counters.get().minus(before));
    }
    underWay.remove(step);
  }

  /** What the step's change has cost. */
  synchronized Writes up(String step) {
    return up.getOrDefault(step, Writes.NONE);
  }

  /** The step whose change has cost most writes. */
  synchronized String heaviest() {
    return up.entrySet().stream()
        .max(Comparator.comparingLong(e -> e.getValue().total()))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  /** What the step's undo has cost. */
  synchronized Writes down(String step) {
    return down.getOrDefault(step, Writes.NONE);
  }

  /** Whether another step was under way meanwhile. */
  synchronized boolean isShared(String step) {
    return together.contains(step);
  }
}
