/** Redis: its steps, what they read and write through one connection, and who moves a target. */
@NullMarked
package dev.rollback.adapter.redis;

import org.jspecify.annotations.NullMarked;
