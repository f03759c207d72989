package dev.rollback.crash;

import dev.rollback.drill.Keyspace;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Redis: every key to the byte and to the end of its life, and the server's own statistics. */
final class RedisLedger implements Ledger {
  /** What the sample service writes whenever somebody logs in, and what says who moves a target. */
  private static final List<String> NOT_MOVED =
      List.of("ratelimit:", "session:", "stats:", "queue:audit", "rollback:lease:");

  /** Commands that change keys and that the sample service never sends. */
  private static final Set<String> COUNTED =
      Set.of(
          "append",
          "copy",
          "decr",
          "del",
          "expireat",
          "flushall",
          "flushdb",
          "getdel",
          "getset",
          "hdel",
          "hset",
          "linsert",
          "lrem",
          "lset",
          "mset",
          "persist",
          "pexpireat",
          "rename",
          "restore",
          "rpush",
          "sadd",
          "setrange",
          "srem",
          "unlink",
          "xadd",
          "zadd",
          "zrem");

  private final Keyspace redis;

  RedisLedger(URI uri) {
    redis = new Keyspace(uri);
  }

  @Override
  public String system() {
    return "Redis";
  }

  @Override
  public Map<String, Held> holds() {
    var held = new TreeMap<String, Held>();
    redis
        .read()
        .forEach(
            (key, value) -> {
              if (NOT_MOVED.stream().noneMatch(key::startsWith)) {
                held.put(key, new Held(value.dump(), value.expires()));
              }
            });
    return held;
  }

  @Override
  public Writes writes() {
    return new Writes(
        redis.calls().entrySet().stream()
            .filter(e -> COUNTED.contains(e.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public void putBack(Map<String, Held> holdings) {
    redis.replaceBy(
        holdings.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> new Keyspace.Value(e.getValue().value(), e.getValue().expires()))));
  }

  @Override
  public void close() {
    redis.close();
  }
}
