/**
 * Keys of a Redis database: counted, saved, deleted and brought back, at one server or in a
 * cluster.
 */
@NullMarked
package dev.rollback.adapter.redis.keys;

import org.jspecify.annotations.NullMarked;
