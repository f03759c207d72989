package dev.rollback.adapter.redis.statistics;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class RedisChecksOnRedis6Test extends RedisChecksContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
