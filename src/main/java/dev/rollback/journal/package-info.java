/**
 * The durable record of a run: an append-only, hash-chained file, and the before-images beside it.
 */
@NullMarked
package dev.rollback.journal;

import org.jspecify.annotations.NullMarked;
