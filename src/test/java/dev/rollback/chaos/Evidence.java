package dev.rollback.chaos;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What is recorded in a state directory in which there is one run at most. */
final class Evidence {
  private final Path state;
  private final JournalStore store;

  /** Where a process ended, as its run's journal tells. */
  enum Where {
    /** Before this process had recorded anything. */
    BEFORE,
    /** Between its first and its last event. */
    WITHIN,
    /** After the last event of the run. */
    AFTER
  }

  /** Where, and what was recorded last. */
  record Death(Where where, String last) {
    @Override
    public String toString() {
      return switch (where) {
        case BEFORE -> "before the first event";
        case WITHIN -> "after " + last;
        case AFTER -> "after the end";
      };
    }
  }

  /**
   * Reads here.
   *
   * @param state what XDG_STATE_HOME was
   */
  Evidence(Path state) {
    this.state = state.resolve("rollback");
    this.store =
        new JournalStore(
            this.state, new Writer("chaos", "outside", 1), Clock.systemUTC(), new Redactor());
  }

  /** Its directory. */
  Path directory() {
    return state.resolve("runs");
  }

  /** How many bytes all journals have together: it grows with each event. */
  long size() {
    if (!Files.isDirectory(directory())) {
      return 0;
    }
    try (var runs = Files.list(directory())) {
      return runs.mapToLong(run -> run.resolve("journal.jsonl").toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every entry of the run's journal; none where no run has recorded anything. */
  List<JournalEntry> entries() {
    return store.list().stream()
        .filter(summary -> summary.first().isPresent())
        .findFirst()
        .map(summary -> store.read(summary.run()))
        .orElse(List.of());
  }

  /** What is known of the run; empty where there is none. */
  Optional<RunState> run() {
    var entries = entries();
    return entries.isEmpty() ? Optional.empty() : Optional.of(RunState.of(entries));
  }

  /** What a damaged record says; empty when every byte is as it was written. */
  List<String> damages() {
    return store.list().stream()
        .flatMap(summary -> store.verify(summary.run()).damages().stream())
        .map(damage -> damage.message())
        .toList();
  }

  /** Where a process ended that had found so many entries when it began. */
  Death death(int found) {
    var entries = entries();
    if (entries.size() <= found) {
      return new Death(Where.BEFORE, "");
    }
    var undoing = RunState.of(entries).undoing().isPresent() ? "undo: " : "";
    return switch (entries.getLast().event()) {
      case RunEvent.RunEnded _ -> new Death(Where.AFTER, "");
      case RunEvent.OfStep e -> new Death(Where.WITHIN, undoing + e.step() + " " + word(e));
      case RunEvent.RunStarted e -> new Death(Where.WITHIN, word(e));
      case RunEvent.Resumed e -> new Death(Where.WITHIN, undoing + word(e));
      case RunEvent.UndoStarted e -> new Death(Where.WITHIN, undoing + word(e));
      case RunEvent.RedoStarted e -> new Death(Where.WITHIN, "redo: " + word(e));
      case RunEvent.LeaseTaken e -> new Death(Where.WITHIN, undoing + word(e));
      case RunEvent.LeaseLost e -> new Death(Where.WITHIN, undoing + word(e));
      case RunEvent.Interrupted e -> new Death(Where.WITHIN, undoing + word(e));
      case RunEvent.EstimateExceeded e -> new Death(Where.WITHIN, undoing + word(e));
      // Somebody is told of the end after it.
      case RunEvent.NotificationSent e -> told(entries, undoing + word(e));
      case RunEvent.NotificationFailed e -> told(entries, undoing + word(e));
      case RunEvent.TargetGone e -> new Death(Where.WITHIN, undoing + word(e));
    };
  }

  private static Death told(List<JournalEntry> entries, String word) {
    return RunState.of(entries).ended().isPresent()
        ? new Death(Where.AFTER, "")
        : new Death(Where.WITHIN, word);
  }

  private static String word(RunEvent event) {
    return event.getClass().getSimpleName();
  }
}
