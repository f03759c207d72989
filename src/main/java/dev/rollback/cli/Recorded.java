package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Reading;
import dev.rollback.plan.PlannedStep;
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
    return state(run, journals.readIntact(run));
  }

  /** The same of a journal that was read already. */
  static RunState state(String run, Reading reading) {
    return state(run, reading.orThrow());
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

  /**
   * Whether the whole record of a run can be read; where it cannot, that is said.
   *
   * @param what what the damage cuts off, as in "the report ends"
   */
  static boolean whole(String what, Reading reading, Output output) {
    reading
        .damage()
        .ifPresent(
            damage ->
                output.problems(
                    List.of(
                        Diagnostic.error(what + " where the record is damaged: " + damage.message())
                            .advise(damage.advice())
                            .see(Topic.DAMAGED_JOURNAL))));
    return reading.damage().isEmpty();
  }

  /** Whether a run has changed anything, be it taken back since: no change begins unrecorded. */
  static boolean mayHaveChanged(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return false;
    }
    var state = RunState.of(entries);
    return !state.written().isEmpty()
        || state
            .plan()
            .all()
            .filter(PlannedStep.OneWay.class::isInstance)
            .anyMatch(s -> state.step(s.id()).mayHaveBeenDone());
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
