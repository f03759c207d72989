package dev.rollback.adapter.redis;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class RedisLeaseOnRedis7Test extends RedisLeaseContract {
  @Override
  TestRedis start() {
    var binary = TestRedis.installed();
    Assumptions.assumeTrue(
        binary.isPresent(), "no redis-server: set ROLLBACK_LAB_REDIS or install one");
    return TestRedis.of(binary.orElseThrow());
  }
}
