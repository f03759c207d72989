package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class RedisClusterOnRedis6Test extends RedisClusterContract {
  @Override
  TestRedis start(String... options) {
    return TestRedis.embedded(options);
  }
}
