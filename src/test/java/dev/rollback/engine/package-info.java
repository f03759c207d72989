/** The engine from the runbook's text to the outcome, on a small system of the tests' own. */
@NullMarked
package dev.rollback.engine;

import org.jspecify.annotations.NullMarked;
