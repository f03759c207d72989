package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class DeleteKeysOnRedis6Test extends DeleteKeysContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
