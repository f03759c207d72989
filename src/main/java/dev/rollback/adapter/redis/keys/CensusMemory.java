package dev.rollback.adapter.redis.keys;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last census of each pattern on one connection. A digest cannot tell whether a key was among
 * those that were counted; this can, so that only what was counted (and approved) is saved and
 * deleted, however many keys appear meanwhile.
 */
public final class CensusMemory {
  private final Map<KeyPattern, KeyCensus> last = new ConcurrentHashMap<>();

  void remember(KeyPattern pattern, KeyCensus census) {
    last.put(pattern, census);
  }

  Optional<KeyCensus> of(KeyPattern pattern) {
    return Optional.ofNullable(last.get(pattern));
  }
}
