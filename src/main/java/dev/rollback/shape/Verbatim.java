package dev.rollback.shape;

/** Marks a tree of a source format that a component takes as it was written, to be bound later. */
public interface Verbatim {}
