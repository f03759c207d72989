/**
 * Runs a program of this machine: without a shell, in a process group of its own, in a bounded
 * time, with bounded output.
 */
@NullMarked
package dev.rollback.process;

import org.jspecify.annotations.NullMarked;
