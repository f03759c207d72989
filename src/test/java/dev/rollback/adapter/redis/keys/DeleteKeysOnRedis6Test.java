package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class DeleteKeysOnRedis6Test extends DeleteKeysContract {
  @Override
  protected TestRedis start() {
    return TestRedis.embedded();
  }
}
