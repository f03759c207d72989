package dev.rollback.run;

import dev.rollback.plan.Approval;
import dev.rollback.plan.Plan;
import dev.rollback.run.RunEvent.RunStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about a run: the fold of its journal, and nothing else. Status, resume, undo and
 * report use only this.
 *
 * @param started the first event
 * @param timeline every entry, in order
 * @param steps every step that the plan has or that an event names, in order
 * @param written the steps whose state before was kept, in the order in which that happened
 * @param heading which way it goes
 * @param reached how it ended the last time that it went forwards
 * @param ended how and why it ended; empty while it runs, and after a crash
 * @param gone whether the target is no more, and with it all that was changed
 */
public record RunState(
    RunStarted started,
    Instant startedAt,
    List<JournalEntry> timeline,
    Map<String, StepState> steps,
    List<String> written,
    Heading heading,
    Optional<Outcome> reached,
    Optional<RunEvent.RunEnded> ended,
    boolean gone) {

  /**
   * Folds a journal.
   *
   * @throws IllegalArgumentException when it does not begin with the start of a run
   */
  public static RunState of(List<JournalEntry> entries) {
    return RunFold.of(entries).state();
  }

  /** The run's id. */
  public String run() {
    return started.run();
  }

  /** The plan that was approved. */
  public Plan plan() {
    return started.plan();
  }

  /** Who approved the plan and how. */
  public Approval approval() {
    return started.approval();
  }

  /** What is known of a step. */
  public StepState step(String id) {
    return Optional.ofNullable(steps.get(id)).orElseGet(() -> StepState.pending(id));
  }

  /**
   * The steps whose change may still be in the systems, the last first: what an undo takes back.
   */
  public List<StepState> toUndo() {
    return written.reversed().stream()
        .map(this::step)
        .filter(s -> s.mayHaveChanged() && !gone)
        .toList();
  }

  /** Why the whole run is being taken back, or was; empty while it is not. */
  public Optional<String> undoing() {
    return switch (heading) {
      case Heading.Undoing(var why, var some) when some.isEmpty() -> Optional.of(why);
      case Heading.Undoing _, Heading.Redoing _, Heading.Forwards _ -> Optional.empty();
    };
  }

  /** The right to move the target, as this run took it last; empty where it never did. */
  public Optional<RunEvent.LeaseTaken> lease() {
    return timeline.reversed().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.LeaseTaken.class::isInstance)
        .map(RunEvent.LeaseTaken.class::cast)
        .findFirst();
  }

  /** The steps that an undo has taken back and that can be put back, the first first. */
  public List<StepState> toRedo() {
    return written.stream().map(this::step).filter(s -> s.takenBack() && !gone).toList();
  }

  /** Whether this run has changed anything that may still be changed. */
  public boolean mayHaveChanged() {
    return !toUndo().isEmpty();
  }

  /** Temporary changes that outlive the run and are still in place. */
  public List<StepState> outstanding() {
    return steps.values().stream()
        .filter(s -> s.due().isPresent() && s.mayHaveChanged() && !gone)
        .toList();
  }

  /** Whether `resume` has something to go on with. */
  public boolean resumable() {
    return !gone && ended.map(e -> e.outcome().canGoOn()).orElse(true);
  }

  /** From the start to the last thing that happened; that somebody was told of it counts not. */
  public Duration elapsed() {
    return Elapsed.between(startedAt, last().at());
  }

  /** The last thing that happened. */
  public JournalEntry last() {
    return timeline.reversed().stream()
        .filter(e -> !Notification.isOne(e.event()))
        .findFirst()
        .orElse(timeline.getLast());
  }

  /** Which channels were told, and which could not be, in order. */
  public List<Notification> notifications() {
    return timeline.stream().flatMap(e -> Notification.of(e).stream()).toList();
  }

  /** The phases that have a budget, and how long they took. */
  public List<PhaseTime> phaseTimes() {
    return PhaseTime.of(this);
  }
}
