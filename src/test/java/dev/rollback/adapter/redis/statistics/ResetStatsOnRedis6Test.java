package dev.rollback.adapter.redis.statistics;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class ResetStatsOnRedis6Test extends ResetStatsContract {
  @Override
  protected TestRedis start() {
    return TestRedis.embedded();
  }
}
