/** A network that fails on demand, and what runs do in it. */
@NullMarked
package dev.rollback.faults;

import org.jspecify.annotations.NullMarked;
