/** Redis key sets as states, with their content kept before it is deleted. */
@NullMarked
package dev.rollback.adapter.redis;

import org.jspecify.annotations.NullMarked;
