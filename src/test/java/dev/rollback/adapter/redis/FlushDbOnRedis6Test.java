package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class FlushDbOnRedis6Test extends FlushDbContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
