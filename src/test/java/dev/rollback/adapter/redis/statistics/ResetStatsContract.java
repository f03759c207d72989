package dev.rollback.adapter.redis.statistics;

import static dev.rollback.adapter.redis.Kinds.b;

import dev.rollback.adapter.redis.RedisContract;
import dev.rollback.adapter.redis.link.Server;
import java.util.Set;

/** The contract for {@code redis.reset-stats}. */
abstract class ResetStatsContract extends RedisContract<ResetStats, ResetStats.State> {
  private static final String HISTOGRAM = "LATENCY HISTOGRAM (since Redis 7)";

  @Override
  protected Class<ResetStats.State> stateType() {
    return ResetStats.State.class;
  }

  @Override
  protected ResetStats action() {
    return new ResetStats();
  }

  @Override
  protected void fill() {
    redis().note();
    redis().admin().set(b("key"), b("value"));
    redis().admin().get(b("key"));
    redis().admin().get(b("none"));
  }

  @Override
  protected Object snapshot() {
    return redis()
        .admin()
        .info("stats")
        .lines()
        .filter(l -> l.startsWith("keyspace_") || l.startsWith("expired_keys"))
        .toList();
  }

  @Override
  protected void disturb() {
    redis().admin().get(b("none"));
  }

  @Override
  protected long writes() {
    return redis().noted("config", "resetstat");
  }

  private boolean measuresLatency() {
    return Server.atLeast(connection().reader().version(), 7);
  }

  @Override
  protected Set<String> noPermissions() {
    return measuresLatency() ? Set.of() : Set.of(HISTOGRAM);
  }

  @Override
  protected Denial deny(String requirement) {
    return switch (requirement) {
      case HISTOGRAM -> denial(requirement, "-latency");
      case "CONFIG RESETSTAT" -> denial(requirement, "-config", "+config|get");
      default -> denial(requirement, "-info");
    };
  }
}
