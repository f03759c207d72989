package dev.rollback.adapter.redis;

import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class DeleteKeysOnRedis7Test extends DeleteKeysContract {
  @Override
  TestRedis start() {
    return TestRedis.installedOrSkip();
  }
}
