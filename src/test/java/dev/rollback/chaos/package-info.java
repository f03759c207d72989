/**
 * The real program as real processes, killed, signalled and cut off at random and chosen instants.
 */
@NullMarked
package dev.rollback.chaos;

import org.jspecify.annotations.NullMarked;
