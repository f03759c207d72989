/**
 * The process dies at every point of a run and of its undo, and somebody goes on from there; judged
 * at the systems.
 */
@NullMarked
package dev.rollback.crash;

import org.jspecify.annotations.NullMarked;
