package dev.rollback.run;

import dev.rollback.scenario.Notify;
import dev.rollback.scenario.Notify.Occasion;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is to be told what, by a journal and a runbook: computed anew each time, so that a process
 * that goes on after a crash tells what the one before it had not.
 */
final class Notices {
  /** How often a channel is tried that could not be told, by this or any later process. */
  static final int TRIES = 3;

  /** The time before it is tried again. */
  static final Duration AGAIN = Duration.ofMinutes(1);

  /** A failure that is neither tried again nor decided for so long waits for a person. */
  static final Duration DECISION = Duration.ofSeconds(30);

  private final RunState run;
  private final Scenario scenario;
  private final Map<String, Happening> waiting = new LinkedHashMap<>();
  private final List<Happening> happenings = new ArrayList<>();
  private Optional<Happening> ending = Optional.empty();
  private Optional<Happening> undecided = Optional.empty();
  private boolean ended;
  private boolean moved = true;

  /** Something that somebody may want to know. */
  private record Happening(Occasion occasion, JournalEntry entry) {}

  private Notices(RunState run, Scenario scenario) {
    this.run = run;
    this.scenario = scenario;
    run.timeline().forEach(this::read);
  }

  /** What is to be told by now and was not, in the order in which it happened. */
  static List<Notice> owed(RunState run, Scenario scenario, Instant now) {
    return scenario.notifications().isEmpty() ? List.of() : new Notices(run, scenario).owed(now);
  }

  private void read(JournalEntry entry) {
    switch (entry.event()) {
      case RunEvent.RunStarted _ -> happenings.add(new Happening(Occasion.START, entry));
      case RunEvent.EstimateExceeded _, RunEvent.BudgetExceeded _ ->
          happenings.add(new Happening(Occasion.OVERRUN, entry));
      case RunEvent.GateReached(var step, var _) -> {
        moved();
        waiting.putIfAbsent(step, new Happening(Occasion.GATE, entry));
      }
      case RunEvent.Answered(var step, var _, var _) -> waiting.remove(step);
      case RunEvent.UndoStarted(var _, var _, var some) -> {
        moved();
        if (some.isEmpty()) {
          waiting.clear();
        }
      }
      case RunEvent.StepStarted _, RunEvent.RedoStarted _ -> moved();
      case RunEvent.StepFailed _ -> undecided = Optional.of(new Happening(Occasion.FAILED, entry));
      case RunEvent.Resumed _ -> {
        ended = false;
        undecided = Optional.empty();
      }
      case RunEvent.RunEnded(var outcome, var _) -> end(outcome, entry);
      case RunEvent.ApprovalsMissing _,
          RunEvent.BeforeKept _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.StepDone _,
          RunEvent.CheckRead _,
          RunEvent.EvidenceKept _,
          RunEvent.UndoBegan _,
          RunEvent.Undone _,
          RunEvent.UndoFailed _,
          RunEvent.DriftConfirmed _,
          RunEvent.RedoBegan _,
          RunEvent.Redone _,
          RunEvent.RedoFailed _,
          RunEvent.TemporaryUntil _,
          RunEvent.Interrupted _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.TargetGone _ -> {}
    }
  }

  private void moved() {
    moved = true;
    undecided = Optional.empty();
  }

  /** A run that only took back what was temporary stands where it stood: that is no news. */
  private void end(Outcome outcome, JournalEntry entry) {
    if (!outcome.canGoOn()) {
      waiting.clear();
    }
    if (moved || ending.filter(e -> e.occasion() == occasion(outcome)).isEmpty()) {
      ending = Optional.of(new Happening(occasion(outcome), entry));
    }
    ended = true;
    moved = false;
    undecided = Optional.empty();
  }

  private static Occasion occasion(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED, NOTHING_TO_DO -> Occasion.DONE;
      case STOPPED_AT_GATE, INTERRUPTED -> Occasion.STOPPED;
      case UNDONE, OPERATOR_NEEDED, REFUSED -> Occasion.FAILED;
    };
  }

  private List<Notice> owed(Instant now) {
    var known = new ArrayList<>(happenings);
    known.addAll(waiting.values());
    ending.filter(_ -> ended).ifPresent(known::add);
    undecided.filter(f -> hasHeld(f, DECISION, now)).ifPresent(known::add);
    known.sort(Comparator.comparingLong(h -> h.entry().seq()));
    var owed = new LinkedHashMap<Notice.Key, Notice>();
    for (var happening : known) {
      for (var entry : scenario.notifications()) {
        if (entry.on().contains(happening.occasion()) && isDue(happening, entry.delay(), now)) {
          var notice = notice(happening, entry);
          owed.putIfAbsent(notice.key(), notice);
        }
      }
    }
    settled(now).forEach(owed::remove);
    return List.copyOf(owed.values());
  }

  /** At once, or later where it still holds then: a gate that was answered is not in the list. */
  private boolean isDue(Happening happening, Duration delay, Instant now) {
    return delay.isZero() || (hasHeld(happening, delay, now) && stillHolds(happening));
  }

  private static boolean hasHeld(Happening happening, Duration time, Instant now) {
    return Elapsed.between(happening.entry().at(), now).compareTo(time) >= 0;
  }

  private boolean stillHolds(Happening happening) {
    return switch (happening.occasion()) {
      case GATE, STOPPED, FAILED -> true;
      case OVERRUN -> run.resumable() && isOpen(happening.entry().event());
      case START, DONE -> false;
    };
  }

  /** Whether what takes too long still goes on. */
  private boolean isOpen(RunEvent overrun) {
    return !(overrun instanceof RunEvent.BudgetExceeded(var phase, var _))
        || run.phaseTimes().stream().anyMatch(p -> p.id().equals(phase) && p.ended().isEmpty());
  }

  private Notice notice(Happening happening, Notify entry) {
    return new Notice(
        entry.channel().value(),
        happening.occasion(),
        happening.entry().seq(),
        entry.delay(),
        new NoticeText(run, scenario).of(happening.entry(), entry.delay()));
  }

  /** What was told, may have been, or is not tried any more, or not yet again. */
  private List<Notice.Key> settled(Instant now) {
    var failed = new HashMap<Notice.Key, List<Notification>>();
    var settled = new ArrayList<Notice.Key>();
    for (var told : run.notifications()) {
      var key = new Notice.Key(told.channel(), told.about(), told.after());
      switch (told.result()) {
        case SENT, UNKNOWN -> settled.add(key);
        case FAILED -> failed.computeIfAbsent(key, _ -> new ArrayList<>()).add(told);
      }
    }
    failed.forEach(
        (key, times) -> {
          var since = Elapsed.between(times.getLast().at(), now);
          if (times.size() >= TRIES || since.compareTo(AGAIN) < 0) {
            settled.add(key);
          }
        });
    return settled;
  }
}
