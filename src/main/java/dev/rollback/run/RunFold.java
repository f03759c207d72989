package dev.rollback.run;

import dev.rollback.run.RunEvent.RunStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Collects entries one by one, so that a long run costs no more for each. Not thread-safe. */
public final class RunFold {
  private final RunStarted started;
  private final Instant startedAt;
  private final List<JournalEntry> timeline = new ArrayList<>();
  private final Map<String, StepState> steps = new LinkedHashMap<>();
  private final List<String> written = new ArrayList<>();
  private Heading heading = new Heading.Forwards();
  private Heading headingBefore = new Heading.Forwards();
  private Optional<Outcome> reached = Optional.empty();
  private Optional<RunEvent.RunEnded> ended = Optional.empty();
  private boolean gone;

  RunFold(RunStarted started, Instant at) {
    this.started = started;
    this.startedAt = at;
    started.plan().all().forEach(s -> steps.put(s.id(), StepState.pending(s.id())));
  }

  /**
   * All of a journal.
   *
   * @throws IllegalArgumentException when it does not begin with the start of a run
   */
  public static RunFold of(List<JournalEntry> entries) {
    if (entries.isEmpty() || !(entries.getFirst().event() instanceof RunStarted started)) {
      throw new IllegalArgumentException("a journal begins with the start of its run");
    }
    var fold = new RunFold(started, entries.getFirst().at());
    entries.forEach(fold::add);
    return fold;
  }

  /** What is known of a step so far. */
  StepState step(String id) {
    var known = steps.get(id);
    return known == null ? StepState.pending(id) : known;
  }

  /** Adds the next entry. */
  public void add(JournalEntry entry) {
    timeline.add(entry);
    var at = entry.at();
    switch (entry.event()) {
      case RunStarted _ -> {}
      case RunEvent.Resumed _ -> ended = Optional.empty();
      case RunEvent.Interrupted _ -> {}
      case RunEvent.TargetGone _ -> gone = true;
      case RunEvent.LeaseTaken _, RunEvent.LeaseLost _ -> {}
      case RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _ -> {}
      case RunEvent.RunEnded e -> end(e);
      case RunEvent.UndoStarted(var why, var _, var some) -> turn(new Heading.Undoing(why, some));
      case RunEvent.RedoStarted(var why, var _, var some) -> {
        var redoing = new Heading.Redoing(why, some);
        turn(redoing);
        forget(redoing);
      }
      case RunEvent.OfStep e -> ofStep(e, at);
    }
  }

  /** Of single steps, an undo is an episode: the run goes on afterwards as it did before. */
  private void turn(Heading next) {
    if (!isEpisode(heading)) {
      headingBefore = heading;
    }
    heading = next;
    ended = Optional.empty();
  }

  private static boolean isEpisode(Heading heading) {
    return switch (heading) {
      case Heading.Forwards _ -> false;
      case Heading.Undoing(var _, var some) -> !some.isEmpty();
      case Heading.Redoing _ -> true;
    };
  }

  private void end(RunEvent.RunEnded event) {
    ended = Optional.of(event);
    switch (heading) {
      case Heading.Forwards _ -> reached = Optional.of(event.outcome());
      case Heading.Undoing u when isEpisode(u) && steps.values().stream().noneMatch(u::hasLeft) ->
          heading = headingBefore;
      case Heading.Undoing _ -> {}
      case Heading.Redoing r when steps.values().stream().noneMatch(r::hasLeft) ->
          heading = new Heading.Forwards();
      case Heading.Redoing _ -> {}
    }
  }

  private void ofStep(RunEvent.OfStep event, Instant at) {
    var id = event.step();
    switch (event) {
      case RunEvent.GateReached _ -> change(id, s -> s.started(1, at));
      case RunEvent.Answered(var _, var yes, var by) ->
          change(
              id,
              s ->
                  yes
                      ? s.answered(by).at(StepState.Phase.CONFIRMED, "", at)
                      : s.answered(by).at(StepState.Phase.FAILED, "declined", at));
      case RunEvent.StepStarted(var _, var attempt) -> change(id, s -> s.started(attempt, at));
      case RunEvent.BeforeKept(var _, var before, var after, var content) -> {
        written.remove(id);
        written.add(id);
        change(id, s -> s.keeping(new StepState.Kept(before, after, content)));
      }
      case RunEvent.Written _ -> change(id, StepState::wrote);
      case RunEvent.NotWritten _ -> {
        written.remove(id);
        change(id, StepState::unwritten);
      }
      case RunEvent.StepDone(var _, var how, var note) ->
          change(id, s -> s.at(phase(how), note, at));
      case RunEvent.StepFailed(var _, var _, var why, var advice, var unknown) ->
          change(id, s -> s.failed(StepState.Phase.FAILED, why, advice, unknown, at));
      case RunEvent.CheckRead(var _, var result, var _) -> change(id, s -> s.read(result, at));
      case RunEvent.EvidenceKept(var _, var files, var _) -> change(id, s -> s.collected(files));
      case RunEvent.UndoBegan _ -> change(id, s -> s.at(StepState.Phase.UNDOING, s.note(), at));
      case RunEvent.Undone(var _, var note, var wrote) ->
          change(id, s -> s.undone(note, back(wrote), at));
      case RunEvent.DriftConfirmed _, RunEvent.ApprovalsMissing _, RunEvent.BudgetExceeded _ -> {}
      case RunEvent.RedoBegan _ -> change(id, s -> s.at(StepState.Phase.REDOING, s.note(), at));
      case RunEvent.Redone(var _, var note) -> change(id, s -> s.redone(note, at));
      // What was unknown before is so until something was read: a failure that came to no writing
      // tells nothing new.
      case RunEvent.RedoFailed(var _, var why, var advice, var unknown) ->
          change(
              id,
              s -> s.failed(StepState.Phase.REDO_FAILED, why, advice, unknown || s.unknown(), at));
      case RunEvent.UndoFailed(var _, var why, var advice, var unknown) ->
          change(
              id,
              s -> s.failed(StepState.Phase.UNDO_FAILED, why, advice, unknown || s.unknown(), at));
      case RunEvent.TemporaryUntil(var _, var due) -> change(id, s -> s.dueAt(due));
    }
  }

  private StepState.Back back(boolean wrote) {
    return switch (heading) {
      case Heading.Undoing _ -> wrote ? StepState.Back.WRITTEN : StepState.Back.FOUND;
      case Heading.Forwards _, Heading.Redoing _ -> StepState.Back.NO;
    };
  }

  /**
   * Of a run that is to go on after the redo, steps of which the undo found nothing to take back
   * had not been done: they are to be done as if they had never begun.
   */
  private void forget(Heading.Redoing redoing) {
    if (reached.filter(o -> o == Outcome.SUCCEEDED || o == Outcome.NOTHING_TO_DO).isPresent()) {
      return;
    }
    steps.replaceAll(
        (id, s) ->
            redoing.covers(id) && s.back() == StepState.Back.FOUND ? StepState.pending(id) : s);
  }

  private static StepState.Phase phase(RunEvent.Done how) {
    return switch (how) {
      case CHANGED -> StepState.Phase.CHANGED;
      case ALREADY -> StepState.Phase.ALREADY;
      case PASSED -> StepState.Phase.PASSED;
      case KEPT -> StepState.Phase.KEPT;
      case CONFIRMED -> StepState.Phase.CONFIRMED;
      case SKIPPED -> StepState.Phase.SKIPPED;
    };
  }

  private void change(String id, UnaryOperator<StepState> how) {
    steps.put(id, how.apply(step(id)));
  }

  /** What is known by now. */
  public RunState state() {
    return new RunState(
        started,
        startedAt,
        List.copyOf(timeline),
        Collections.unmodifiableMap(new LinkedHashMap<>(steps)),
        List.copyOf(written),
        heading,
        reached,
        ended,
        gone);
  }
}
