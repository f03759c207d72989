package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.util.Optional;

/**
 * A run at a glance: only two lines of its journal were read.
 *
 * @param run the run's id
 * @param first how it began; empty where its process died before it was recorded
 * @param last what was recorded last
 * @param damage why one of the two cannot be read
 */
public record RunSummary(
    String run,
    Optional<JournalEntry> first,
    Optional<JournalEntry> last,
    Optional<JournalDamage> damage) {

  /** Whether it has ended for good, so that there is nothing to go on with. */
  public boolean over() {
    return last.map(JournalEntry::event).filter(RunSummary::isLast).isPresent();
  }

  private static boolean isLast(RunEvent event) {
    return event instanceof RunEvent.TargetGone
        || (event instanceof RunEvent.RunEnded ended
            && switch (ended.outcome()) {
              case SUCCEEDED, NOTHING_TO_DO, UNDONE, REFUSED -> true;
              case STOPPED_AT_GATE, INTERRUPTED, OPERATOR_NEEDED -> false;
            });
  }
}
