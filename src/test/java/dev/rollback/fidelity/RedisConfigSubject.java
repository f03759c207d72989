package dev.rollback.fidelity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** {@code redis.config-set}. */
final class RedisConfigSubject extends RedisSubject {
  /** What runbooks set. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "maxmemory", List.of("100mb", "3g", "104857600", "0"),
          "maxmemory-policy", List.of("noeviction", "allkeys-lru", "volatile-ttl"),
          "latency-monitor-threshold", List.of("0", "100", "250"),
          "hz", List.of("10", "20", "50"),
          "notify-keyspace-events", List.of("", "AKE"),
          "save", List.of("", "900 1", "900 1 300 10"));

  /** Values that only others set. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "maxmemory", "77777777",
          "maxmemory-policy", "volatile-lfu",
          "latency-monitor-threshold", "77",
          "hz", "77",
          "notify-keyspace-events", "g$",
          "save", "77 7");

  RedisConfigSubject() {
    super("redis.config-set");
  }

  @Override
  public long writes() {
    return redis().noted("config", "set");
  }

  @Override
  public Object snapshot() {
    return redis().admin().configGet("*");
  }

  @Override
  public Case next(Random random) {
    var admin = redis().admin();
    OTHERS.keySet().forEach(name -> admin.configSet(name, some(random, name)));
    var names = new ArrayList<>(OTHERS.keySet());
    Collections.shuffle(names, random);
    var wanted = new TreeMap<String, String>();
    names.stream()
        .limit(1 + random.nextInt(3))
        .forEach(name -> wanted.put(name, some(random, name)));
    var first = wanted.firstKey();
    var text = new ArrayList<String>();
    wanted.forEach((name, value) -> text.add("%s: \"%s\"".formatted(name, value)));
    return new Case(
        runbook("with: {parameters: {%s}}".formatted(String.join(", ", text))),
        List.of(
            Drift.harmful(
                "a parameter that somebody else sets",
                () -> admin.configSet(first, String.valueOf(OTHERS.get(first)))),
            Drift.harmless(
                "a parameter that the runbook does not name",
                () -> admin.configSet("slowlog-log-slower-than", "0"))));
  }

  private static String some(Random random, String name) {
    var values = VALUES.getOrDefault(name, List.of());
    return values.get(random.nextInt(values.size()));
  }
}
