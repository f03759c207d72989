/**
 * Conditions in CEL, checked against the types of their variables before a run, and judged against
 * their values in it.
 */
@NullMarked
package dev.rollback.condition;

import org.jspecify.annotations.NullMarked;
