/** Scenarios judged by their outcome, on the sandbox and from outside. */
@NullMarked
package dev.rollback.drill;

import org.jspecify.annotations.NullMarked;
