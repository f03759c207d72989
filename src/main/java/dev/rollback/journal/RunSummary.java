package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
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
    Optional<JournalDamage> damage) {}
