package dev.rollback.run;

import dev.rollback.shape.Doc;
import java.time.Instant;

/** How far one step had come at a time. */
@Doc("How far one step had come at a time.")
public record StepProgress(
    @Doc("The step's id.") String step,
    @Doc("The entry of the journal with which this attempt, undo or redo of it began.") long since,
    @Doc("When.") Instant at,
    @Doc("How far.") Progress how) {}
