package dev.rollback.adapter.redis.parameter;

import dev.rollback.adapter.redis.TestRedis;

/** Against the Redis 6.2 that comes with the tests. */
class ConfigSetOnRedis6Test extends ConfigSetContract {
  @Override
  protected TestRedis start() {
    return TestRedis.embedded();
  }
}
