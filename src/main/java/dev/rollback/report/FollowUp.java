package dev.rollback.report;

import dev.rollback.shape.Doc;
import java.time.Instant;

/** Work that remains for people after the incident. */
@Doc("Work that remains for people after the incident.")
public record FollowUp(
    @Doc("What to do.") String title,
    @Doc("Who does it.") String owner,
    @Doc("When it is due.") Instant due) {}
