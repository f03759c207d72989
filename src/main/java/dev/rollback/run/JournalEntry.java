package dev.rollback.run;

import dev.rollback.shape.Doc;
import java.time.Instant;

/** An event in its place in the chain. */
public record JournalEntry(
    @Doc("The place in the journal, counted from 1 without gaps.") long seq,
    @Doc("When it was appended, by this machine's clock.") Instant at,
    @Doc("What happened.") RunEvent event,
    @Doc("SHA-256 of the line before, in hex; 64 zeros for the first.") String previous) {}
