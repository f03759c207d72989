package dev.rollback.adapter.redis;

import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class RedisChecksOnRedis7Test extends RedisChecksContract {
  @Override
  TestRedis start() {
    return TestRedis.installedOrSkip();
  }
}
