package dev.rollback.adapter.redis.keys;

import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts keys by prefix, up to a bound, and measures some of each. */
record PrefixSampling(KeyScan scan) {

  PrefixCensus of(KeyPattern pattern, int depth, long most, int each) {
    var pass = new Pass(depth, most, each);
    var complete = scan.pages(pattern, (_, page) -> pass.take(page));
    var map = scan.shards().map();
    var groups =
        pass.prefixes.result().stream()
            .map(p -> measured(map, p, pass.samples.getOrDefault(p.prefix(), List.of())))
            .toList();
    return new PrefixCensus(pass.keys, complete, groups);
  }

  private static PrefixCensus.Group measured(ShardMap map, PrefixCount prefix, List<byte[]> keys) {
    var answers = new ArrayList<RedisFuture<Long>>();
    keys.forEach(key -> answers.add(map.of(key).connection().async().memoryUsage(key)));
    var measured = 0;
    var bytes = 0L;
    for (var i = 0; i < keys.size(); i++) {
      Long size = map.of(keys.get(i)).await(answers.get(i), "measuring keys", false);
      if (size != null) { // else it has gone meanwhile
        measured++;
        bytes += size;
      }
    }
    return new PrefixCensus.Group(prefix.prefix(), prefix.keys(), measured, bytes);
  }

  /** What has been seen so far. */
  private static final class Pass {
    private final NameHash hash = new NameHash();
    private final KeyNames names = new KeyNames();
    private final Map<String, List<byte[]>> samples = new HashMap<>();
    private final Prefixes prefixes;
    private final int depth;
    private final long most;
    private final int each;
    private long keys;
    private long lookedAt;

    Pass(int depth, long most, int each) {
      this.prefixes = new Prefixes(depth);
      this.depth = depth;
      this.most = most;
      this.each = each;
    }

    boolean take(List<byte[]> page) {
      for (var key : page) {
        if (names.add(hash.of(key).getLong(0))) {
          keys++;
          prefixes.add(key);
          sample(key);
        }
      }
      lookedAt += KeyScan.PAGE;
      return lookedAt < most;
    }

    /** Names come in the order of their hashes: the first ones are as good a choice as any. */
    private void sample(byte[] key) {
      var prefix = Prefixes.of(key, depth);
      var some = samples.get(prefix);
      if (some == null && samples.size() < Prefixes.MOST) {
        some = new ArrayList<>();
        samples.put(prefix, some);
      }
      if (some != null && some.size() < each) {
        some.add(key);
      }
    }
  }
}
