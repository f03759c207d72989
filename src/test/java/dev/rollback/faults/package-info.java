/** A network that fails on demand. */
@NullMarked
package dev.rollback.faults;

import org.jspecify.annotations.NullMarked;
