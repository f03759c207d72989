/**
 * A runbook as data: read and checked without I/O, then bound to parameters and to the actions that
 * it names.
 */
@NullMarked
package dev.rollback.scenario;

import org.jspecify.annotations.NullMarked;
