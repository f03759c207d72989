/** Parameters of a Redis server, changed while it runs. */
@NullMarked
package dev.rollback.adapter.redis.parameter;

import org.jspecify.annotations.NullMarked;
