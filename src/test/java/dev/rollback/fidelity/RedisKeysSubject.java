package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;

/** The actions that delete keys: {@code redis.delete-keys} and {@code redis.flush-db}. */
final class RedisKeysSubject extends RedisSubject {
  private final boolean all;

  /** Deletes all keys, or those of sessions. */
  RedisKeysSubject(boolean all) {
    super(all ? "redis.flush-db" : "redis.delete-keys");
    this.all = all;
  }

  @Override
  public long writes() {
    return redis().writes();
  }

  @Override
  public Object snapshot() {
    return redis().snapshot();
  }

  @Override
  public Case next(Random random) {
    var admin = redis().admin();
    admin.flushall();
    admin.set(bytes("rollback:lease:production"), bytes("somebody's"));
    var matching = random.nextInt(12);
    for (var i = 0; i < matching; i++) {
      key(random, "session:" + i + ":" + random.nextInt(1000));
    }
    var others = random.nextInt(5);
    for (var i = 0; i < others; i++) {
      key(random, "other:" + i);
    }
    return new Case(
        all
            ? runbook("limit: {keys: %d}".formatted(matching + others + 1))
            : runbook("with: {pattern: \"session:*\"}, limit: {keys: %d}".formatted(matching + 1)),
        List.of(
            Drift.harmful(
                "more keys than the limit allows",
                () -> {
                  admin.set(bytes("session:more:1"), bytes("x"));
                  admin.set(bytes("session:more:2"), bytes("x"));
                }),
            Drift.harmless("a key more", () -> admin.set(bytes("session:more"), bytes("x"))),
            Drift.harmless(
                "a lease that is renewed",
                () -> admin.set(bytes("rollback:lease:production"), bytes("again")))));
  }

  private void key(Random random, String name) {
    var admin = redis().admin();
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
}
