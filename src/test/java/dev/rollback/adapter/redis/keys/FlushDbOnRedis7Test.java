package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.TestRedis;
import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class FlushDbOnRedis7Test extends FlushDbContract {
  @Override
  protected TestRedis start() {
    return TestRedis.installedOrSkip();
  }
}
