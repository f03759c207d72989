package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class ResetStatsOnRedis6Test extends ResetStatsContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
