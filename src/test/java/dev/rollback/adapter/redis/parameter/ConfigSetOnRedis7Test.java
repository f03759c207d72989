package dev.rollback.adapter.redis.parameter;

import dev.rollback.adapter.redis.TestRedis;
import org.junit.jupiter.api.Tag;

/** Against an installed Redis 7 or later; skipped where there is none. */
@Tag("lab")
class ConfigSetOnRedis7Test extends ConfigSetContract {
  @Override
  protected TestRedis start() {
    return TestRedis.installedOrSkip();
  }
}
