package dev.rollback.adapter.redis;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.adapter.redis.keys.Census;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.FlushDb;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.Address;
import dev.rollback.adapter.redis.link.Dialer;
import dev.rollback.adapter.redis.link.Identity;
import dev.rollback.adapter.redis.link.Pause;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.adapter.redis.parameter.ConfigSet;
import dev.rollback.adapter.redis.statistics.HitRatio;
import dev.rollback.adapter.redis.statistics.InfoField;
import dev.rollback.adapter.redis.statistics.Latency;
import dev.rollback.adapter.redis.statistics.Ping;
import dev.rollback.adapter.redis.statistics.ResetStats;
import dev.rollback.adapter.redis.statistics.RoundTrip;
import dev.rollback.adapter.redis.statistics.ServerSnapshot;
import dev.rollback.adapter.redis.statistics.SlowLog;
import java.util.List;

/**
 * Redis and what speaks its protocol, 6.0 or later; a single server with or without replicas, the
 * master that sentinels name, or a cluster.
 */
public final class RedisAdapter implements Adapter<RedisSettings, RedisReader, RedisWriter> {
  private final Pause pause;

  /** Redis, with samples taken by this machine's clock. */
  public RedisAdapter() {
    this(Pause.real());
  }

  RedisAdapter(Pause pause) {
    this.pause = pause;
  }

  @Override
  public String system() {
    return "redis";
  }

  @Override
  public Class<RedisSettings> settings() {
    return RedisSettings.class;
  }

  @Override
  public List<StepType<RedisReader, RedisWriter>> steps() {
    return List.of(
        StepType.action("redis.delete-keys", DeleteKeys.class, KeySet.class),
        StepType.action("redis.flush-db", FlushDb.class, KeySet.class),
        StepType.action("redis.config-set", ConfigSet.class, ConfigSet.State.class),
        StepType.action("redis.reset-stats", ResetStats.class, ResetStats.State.class),
        StepType.capture("redis.snapshot", ServerSnapshot.class),
        StepType.check("redis.ping", Ping.class, Ping.Values.class),
        StepType.check("redis.round-trip", RoundTrip.class, RoundTrip.Values.class),
        StepType.check("redis.info", InfoField.class, InfoField.Values.class),
        StepType.check("redis.latency", Latency.class, Latency.Values.class),
        StepType.check("redis.hit-ratio", HitRatio.class, HitRatio.Values.class),
        StepType.check("redis.slowlog", SlowLog.class, SlowLog.Values.class),
        StepType.check("redis.census", Census.class, Census.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return Identity.FACTS;
  }

  @Override
  public void validate(RedisSettings settings) {
    Address.of(settings);
  }

  @Override
  public Connection<RedisReader, RedisWriter> connect(
      RedisSettings settings, Pin pin, Secrets secrets) {
    return new RedisConnection(Dialer.of(settings, secrets), pin, pause);
  }
}
