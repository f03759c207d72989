package dev.rollback.plan;

import dev.rollback.shape.Doc;

/** By whom and how something was approved. */
@Doc("By whom and how something was approved.")
public record Approval(
    @Doc("Who.") String by, @Doc("How: typed, by a flag, in a drill.") String how) {}
