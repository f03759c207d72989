/**
 * The process dies at every point of a run and of its undo, and somebody goes on from there; judged
 * at the systems. The sandbox with its wires and ledgers serves {@code network} as well.
 */
@NullMarked
package dev.rollback.crash;

import org.jspecify.annotations.NullMarked;
