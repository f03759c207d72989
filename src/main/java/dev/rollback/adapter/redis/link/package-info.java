/** Connections to a Redis server: where it is, how it is reached, what its errors mean. */
@NullMarked
package dev.rollback.adapter.redis.link;

import org.jspecify.annotations.NullMarked;
