package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class RedisClusterOnRedis6Test extends RedisClusterContract {
  @Override
  TestRedis start(String... options) {
    return TestRedis.embedded(options);
  }
}
