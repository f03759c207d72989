package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class RedisLeaseOnRedis6Test extends RedisLeaseContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
