package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Reading;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunState;
import java.util.List;

/** What a run's journal tells, where it tells anything. */
final class Recorded {
  private Recorded() {}

  /**
   * Where a run stands.
   *
   * @throws UserException when its process died before anything was recorded
   * @throws dev.rollback.diagnostic.SystemException when the journal is damaged
   */
  static RunState state(JournalStore journals, String run) {
    return state(run, journals.read(run));
  }

  /**
   * The same of what is intact.
   *
   * @throws UserException when nothing was recorded
   * @throws dev.rollback.diagnostic.SystemException when the damage begins with the first entry
   */
  static RunState intact(String run, Reading reading) {
    return state(run, reading.entries().isEmpty() ? reading.orThrow() : reading.entries());
  }

  private static RunState state(String run, List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      throw new UserException(
          "run " + run + " has recorded nothing: its process died before step 1",
          "It has changed nothing. Start the scenario again.");
    }
    return RunState.of(entries);
  }
}
