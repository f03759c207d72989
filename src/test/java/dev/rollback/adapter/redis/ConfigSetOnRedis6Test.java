package dev.rollback.adapter.redis;

/** Against the Redis 6.2 that comes with the tests. */
class ConfigSetOnRedis6Test extends ConfigSetContract {
  @Override
  TestRedis start() {
    return TestRedis.embedded();
  }
}
