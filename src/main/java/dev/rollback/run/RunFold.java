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
final class RunFold {
  private final RunStarted started;
  private final Instant startedAt;
  private final List<JournalEntry> timeline = new ArrayList<>();
  private final Map<String, StepState> steps = new LinkedHashMap<>();
  private final List<String> written = new ArrayList<>();
  private Optional<String> undoing = Optional.empty();
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
  static RunFold of(List<JournalEntry> entries) {
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
  void add(JournalEntry entry) {
    timeline.add(entry);
    var at = entry.at();
    switch (entry.event()) {
      case RunStarted _ -> {}
      case RunEvent.Resumed _ -> ended = Optional.empty();
      case RunEvent.Interrupted _ -> {}
      case RunEvent.TargetGone _ -> gone = true;
      case RunEvent.RunEnded e -> ended = Optional.of(e);
      case RunEvent.UndoStarted(var why, var _) -> {
        undoing = Optional.of(why);
        ended = Optional.empty();
      }
      case RunEvent.OfStep e -> ofStep(e, at);
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
      case RunEvent.StepDone(var _, var how, var note) ->
          change(id, s -> s.at(phase(how), note, at));
      case RunEvent.StepFailed(var _, var _, var why, var advice, var unknown) ->
          change(id, s -> s.failed(StepState.Phase.FAILED, why, advice, unknown, at));
      case RunEvent.CheckRead(var _, var result) -> change(id, s -> s.read(result, at));
      case RunEvent.UndoBegan _ -> change(id, s -> s.at(StepState.Phase.UNDOING, s.note(), at));
      case RunEvent.Undone(var _, var note) ->
          change(id, s -> s.at(StepState.Phase.UNDONE, note, at));
      case RunEvent.UndoFailed(var _, var why, var advice) ->
          change(id, s -> s.failed(StepState.Phase.UNDO_FAILED, why, advice, false, at));
      case RunEvent.TemporaryUntil(var _, var due) -> change(id, s -> s.dueAt(due));
    }
  }

  private static StepState.Phase phase(RunEvent.Done how) {
    return switch (how) {
      case CHANGED -> StepState.Phase.CHANGED;
      case ALREADY -> StepState.Phase.ALREADY;
      case PASSED -> StepState.Phase.PASSED;
      case CONFIRMED -> StepState.Phase.CONFIRMED;
      case SKIPPED -> StepState.Phase.SKIPPED;
    };
  }

  private void change(String id, UnaryOperator<StepState> how) {
    steps.put(id, how.apply(step(id)));
  }

  RunState state() {
    return new RunState(
        started,
        startedAt,
        List.copyOf(timeline),
        Collections.unmodifiableMap(new LinkedHashMap<>(steps)),
        List.copyOf(written),
        undoing,
        ended,
        gone);
  }
}
