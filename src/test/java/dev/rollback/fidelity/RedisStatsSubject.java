package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;

/** {@code redis.reset-stats}. */
final class RedisStatsSubject extends RedisSubject {
  RedisStatsSubject() {
    super("redis.reset-stats");
  }

  @Override
  public long writes() {
    return redis().noted("config", "resetstat");
  }

  @Override
  public Object snapshot() {
    return redis().admin().info("commandstats");
  }

  @Override
  public Case next(Random random) {
    var admin = redis().admin();
    admin.configResetstat();
    for (var i = random.nextInt(4); i > 0; i--) {
      admin.get(bytes("nothing"));
    }
    if (random.nextBoolean()) {
      admin.set(bytes("key"), bytes("value"));
      admin.get(bytes("key"));
    }
    return new Case(
        runbook("with: {}"),
        List.of(Drift.harmless("a read more", () -> admin.get(bytes("nothing")))));
  }
}
