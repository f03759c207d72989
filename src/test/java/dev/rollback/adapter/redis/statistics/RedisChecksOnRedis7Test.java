package dev.rollback.adapter.redis.statistics;

import dev.rollback.adapter.redis.TestRedis;
import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class RedisChecksOnRedis7Test extends RedisChecksContract {
  @Override
  TestRedis start() {
    return TestRedis.installedOrSkip();
  }
}
