package dev.rollback.adapter.redis.keys;

import dev.rollback.shape.Hint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Counts key names as SCAN gives them: in any order, some of them several times. */
final class KeyCensus {
  private static final int SAMPLE = 5;

  private final NameHash hash = new NameHash();
  private final KeyNames names = new KeyNames();
  private final long[] sums = new long[4];
  private final List<String> sample = new ArrayList<>();
  private final Prefixes prefixes;
  private long keys;

  KeyCensus(int depth) {
    this.prefixes = new Prefixes(depth);
  }

  void add(byte[] key) {
    var digest = hash.of(key);
    if (!names.add(digest.getLong(0))) {
      return;
    }
    keys++;
    prefixes.add(key);
    // Each quarter is summed for itself: the order does not matter, and no name cancels another.
    for (var i = 0; i < sums.length; i++) {
      sums[i] += digest.getLong(i * Long.BYTES);
    }
    if (sample.size() < SAMPLE) {
      sample.add(Printable.of(key));
    }
  }

  List<PrefixCount> prefixes() {
    return prefixes.result();
  }

  KeySet result() {
    var digest = ByteBuffer.allocate(32);
    for (var sum : sums) {
      digest.putLong(sum);
    }
    return new KeySet(
        keys, HexFormat.of().formatHex(digest.array()), new Hint<>(List.copyOf(sample)));
  }

  KeyNames names() {
    return names;
  }
}
