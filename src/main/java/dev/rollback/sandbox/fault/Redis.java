package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Site;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Consumer;

/** An administrator's connection to Redis. */
final class Redis {
  private Redis() {}

  static void at(Site site, Consumer<RedisCommands<String, String>> work) {
    RedisClient client = RedisClient.create(site.redis().toString());
    try (var connection = client.connect()) {
      work.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
