package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Connection;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.adapter.redis.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** {@code redis.delete-keys}, on a server of its own. */
public final class RedisSubject implements Subject {
  private final TestRedis redis = TestRedis.embedded();
  private final Connection<?, ?> connection = redis.connect();

  @Override
  public String name() {
    return "redis.delete-keys";
  }

  @Override
  public Set<String> actions() {
    return Set.of("redis.delete-keys");
  }

  @Override
  public Workbench workbench() {
    return new Workbench(List.of(new RedisAdapter()), Map.of("redis", connection));
  }

  @Override
  public long writes() {
    return redis.writes();
  }

  @Override
  public Object snapshot() {
    return redis.snapshot();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public Case next(Random random) {
    var admin = redis.admin();
    admin.flushall();
    var matching = random.nextInt(12);
    for (var i = 0; i < matching; i++) {
      key(random, "session:" + i + ":" + random.nextInt(1000));
    }
    for (var i = random.nextInt(5); i > 0; i--) {
      key(random, "other:" + random.nextInt(1000));
    }
    return new Case(
        """
        steps:
          - {id: delete, action: redis.delete-keys, with: {pattern: "session:*"}, limit: {keys: %d}}
        after:
          - {check: redis.ping, expect: milliseconds < 60000.0}
        """
            .formatted(matching + 1),
        List.of(
            Drift.harmful(
                "more keys than the limit allows",
                () -> {
                  admin.set(bytes("session:more:1"), bytes("x"));
                  admin.set(bytes("session:more:2"), bytes("x"));
                }),
            Drift.harmless("a key more", () -> admin.set(bytes("session:more"), bytes("x"))),
            Drift.harmless("a key that no pattern matches", () -> key(random, "unrelated"))));
  }

  private void key(Random random, String name) {
    var admin = redis.admin();
    var key = bytes(name);
    var value = bytes("v" + random.nextInt(100));
    switch (random.nextInt(5)) {
      case 0 -> admin.rpush(key, value, bytes("2"));
      case 1 -> admin.sadd(key, value, bytes("2"));
      case 2 -> admin.hset(key, value, bytes("2"));
      case 3 -> admin.zadd(key, random.nextDouble(), value);
      default -> admin.set(key, value);
    }
    if (random.nextInt(3) == 0) {
      admin.pexpire(key, 600_000 + random.nextInt(100_000));
    }
  }

  @Override
  public void close() {
    connection.close();
    redis.close();
  }
}
