package dev.rollback.sandbox;

import dev.rollback.sandbox.site.Accounts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** What the sandbox itself puts into Redis: the life around the service. */
final class RedisContents {
  private static final Duration HOUR = Duration.ofHours(1);

  private final URI uri;

  RedisContents(URI uri) {
    this.uri = uri;
  }

  /** Keys that no remedy for API keys may touch, with and without an end. */
  void seedNeighbours(Accounts accounts) {
    withRedis(
        redis -> {
          for (Accounts.User user : accounts.users()) {
            redis.set("session:" + UUID.randomUUID(), user.email(), SetArgs.Builder.ex(HOUR));
          }
          redis.set("ratelimit:login:" + accounts.smoke().email(), "1", SetArgs.Builder.ex(60));
          redis.set("ratelimit:ip:192.0.2.7", "3", SetArgs.Builder.ex(HOUR));
          redis.rpush("queue:mail", "welcome user01", "welcome user02", "digest user03");
          redis.hset("config:features", Map.of("grid-v2", "on", "beta", "off"));
          redis.set("api_key_stats", Integer.toString(accounts.users().size()));
          redis.set("cache:grid page 1", "north, south");
        });
  }

  private void withRedis(Consumer<RedisCommands<String, String>> work) {
    RedisClient client = RedisClient.create(uri.toString());
    try (var connection = client.connect()) {
      work.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
