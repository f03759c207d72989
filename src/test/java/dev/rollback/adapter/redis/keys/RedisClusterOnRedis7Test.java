package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.TestRedis;
import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class RedisClusterOnRedis7Test extends RedisClusterContract {
  @Override
  TestRedis start(String... options) {
    return TestRedis.installedOrSkip(options);
  }
}
