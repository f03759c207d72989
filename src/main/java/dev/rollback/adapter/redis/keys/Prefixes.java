package dev.rollback.adapter.redis.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts names by how they begin, up to a colon. The memory it takes is bounded: what begins like
 * none of the first thousand prefixes is counted together. For one thread.
 */
final class Prefixes {
  /** Names without a colon. */
  static final String NONE = "(no prefix)";

  /** Names whose prefix came after the first thousand. */
  static final String OTHERS = "(other prefixes)";

  /** So many are told apart. */
  static final int MOST = 1_000;

  private final Map<ByteBuffer, long[]> counts = new HashMap<>();
  private final int depth;
  private long others;

  /** Prefixes of so many colons; a name that has fewer counts under what it has. */
  Prefixes(int depth) {
    this.depth = depth;
  }

  void add(byte[] name) {
    var prefix = ByteBuffer.wrap(name, 0, length(name, depth));
    var count = counts.get(prefix);
    if (count != null) {
      count[0]++;
    } else if (counts.size() < MOST) {
      // A copy: the buffer of a long name is not to be kept for its prefix.
      counts.put(ByteBuffer.wrap(Arrays.copyOf(name, prefix.remaining())), new long[] {1});
    } else {
      others++;
    }
  }

  /** Most keys first. */
  List<PrefixCount> result() {
    var known =
        counts.entrySet().stream().map(e -> new PrefixCount(text(e.getKey()), e.getValue()[0]));
    var rest = others == 0 ? Stream.<PrefixCount>of() : Stream.of(new PrefixCount(OTHERS, others));
    return Stream.concat(
            known.sorted(
                Comparator.comparingLong(PrefixCount::keys)
                    .reversed()
                    .thenComparing(PrefixCount::prefix)),
            rest)
        .toList();
  }

  /** The prefix of one name, printable. */
  static String of(byte[] name, int depth) {
    return text(ByteBuffer.wrap(name, 0, length(name, depth)));
  }

  private static String text(ByteBuffer prefix) {
    var bytes = new byte[prefix.remaining()];
    prefix.duplicate().get(bytes);
    return bytes.length == 0 ? NONE : Printable.of(bytes);
  }

  private static int length(byte[] name, int depth) {
    var length = 0;
    for (int at = 0, colons = 0; at < name.length && colons < depth; at++) {
      if (name[at] == ':') {
        colons++;
        length = at + 1;
      }
    }
    return length;
  }
}
