package dev.rollback.adapter.host.exec;

import dev.rollback.shape.Doc;

/** What {@code exec.ensure} moves. */
@Doc("Whether what a command is to bring about is there, as its author's check tells.")
public record Holds(@Doc("Whether the check ends with exit code 0.") boolean holds) {}
