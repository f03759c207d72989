package dev.rollback.shape;

import java.time.Instant;

/**
 * The moment at which the plan was made. A component of this type is not written in YAML: it is
 * given when the step is bound, the same in the plan, in the run and after a crash. It keeps {@code
 * desired} pure where a wanted state has a time in it.
 */
public record PlanTime(Instant at) {}
