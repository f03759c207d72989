package dev.rollback.adapter.redis.statistics;

import dev.rollback.adapter.redis.RedisContainer;
import dev.rollback.adapter.redis.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against the Redis of an image. */
@Tag("lab")
class RedisChecksInContainerLabIT extends RedisChecksContract {
  @RegisterExtension static final RedisContainer REDIS = new RedisContainer();

  @Override
  TestRedis start() {
    return REDIS.server();
  }
}
