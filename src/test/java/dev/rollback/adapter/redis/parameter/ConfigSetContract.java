package dev.rollback.adapter.redis.parameter;

import dev.rollback.adapter.redis.RedisContract;
import java.util.Map;
import java.util.Set;

/** The contract for {@code redis.config-set}. */
abstract class ConfigSetContract extends RedisContract<ConfigSet, ConfigSet.State> {
  @Override
  protected Class<ConfigSet.State> stateType() {
    return ConfigSet.State.class;
  }

  @Override
  protected ConfigSet action() {
    return new ConfigSet(
        Map.of(
            "maxmemory", "100mb",
            "latency-monitor-threshold", "250",
            "notify-keyspace-events", "AKE",
            "save", "900 1 300 10",
            "lazyfree-lazy-expire", "YES"));
  }

  @Override
  protected void fill() {
    redis().note();
    redis().admin().configSet("latency-monitor-threshold", "100");
    redis().admin().configSet("client-output-buffer-limit", "pubsub 1 2 3");
  }

  @Override
  protected Object snapshot() {
    return redis().admin().configGet("*");
  }

  @Override
  protected void disturb() {
    redis().admin().configSet("latency-monitor-threshold", "99");
  }

  @Override
  protected long writes() {
    return redis().noted("config", "set");
  }

  @Override
  protected Set<String> noPermissions() {
    return Set.of(
        "maxmemory can be set at run time",
        "latency-monitor-threshold can be set at run time",
        "notify-keyspace-events can be set at run time",
        "save can be set at run time",
        "lazyfree-lazy-expire can be set at run time");
  }

  @Override
  protected Denial deny(String requirement) {
    return switch (requirement) {
      case "CONFIG GET" -> denial(requirement, "-config", "+config|set");
      case "CONFIG SET" -> denial(requirement, "-config", "+config|get");
      default -> denial(requirement, "-info");
    };
  }
}
