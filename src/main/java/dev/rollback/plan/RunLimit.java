package dev.rollback.plan;

import dev.rollback.shape.Doc;

/** How many objects of a kind a whole run may move. */
@Doc("How many objects of a kind a whole run may move.")
public record RunLimit(
    @Doc("Who says so: the runbook or the target.") String by,
    @Doc("The kind.") String kind,
    @Doc("How many at most.") long most) {}
