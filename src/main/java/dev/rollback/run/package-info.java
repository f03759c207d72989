/**
 * Executes an approved plan step by step, as events; the run's state is the fold of those events
 * and nothing else.
 */
@NullMarked
package dev.rollback.run;

import org.jspecify.annotations.NullMarked;
