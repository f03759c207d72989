package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class FlushDbOnRedis6Test extends FlushDbContract {
  @Override
  protected TestRedis start() {
    return TestRedis.embedded();
  }
}
