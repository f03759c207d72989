/** Programs that measure, started by scripts/bench. */
@NullMarked
package dev.rollback.bench;

import org.jspecify.annotations.NullMarked;
