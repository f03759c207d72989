package dev.rollback.adapter.redis.keys;

import java.util.List;

/**
 * Keys by prefix.
 *
 * @param keys how many were counted
 * @param complete whether these are all that match
 */
public record PrefixCensus(long keys, boolean complete, List<Group> groups) {
  /** Keeps its own copy. */
  public PrefixCensus {
    groups = List.copyOf(groups);
  }

  /**
   * Keys that begin alike.
   *
   * @param prefix printable, as in {@link PrefixCount}
   * @param measured how many of them were measured
   * @param bytes what the measured ones take in memory
   */
  public record Group(String prefix, long keys, long measured, long bytes) {
    /** What all of them take, as far as the measured ones tell. */
    long estimate() {
      return measured == 0 ? 0 : Math.round((double) bytes / measured * keys);
    }
  }
}
