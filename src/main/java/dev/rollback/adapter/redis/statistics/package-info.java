/** What a Redis server says of itself: checks that read it, and its statistics set to zero. */
@NullMarked
package dev.rollback.adapter.redis.statistics;

import org.jspecify.annotations.NullMarked;
