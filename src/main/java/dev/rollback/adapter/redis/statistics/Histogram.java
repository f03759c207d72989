package dev.rollback.adapter.redis.statistics;

import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long the calls of one command took, as LATENCY HISTOGRAM tells it.
 *
 * @param calls how many there were
 * @param atMost how many took at most so many microseconds
 */
public record Histogram(long calls, SortedMap<Long, Long> atMost) {
  /** Keeps its own copy. */
  public Histogram {
    atMost = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(atMost));
  }

  /**
   * A time in milliseconds that this part of the calls did not exceed: the upper end of a step of
   * the histogram, which doubles from one to the next.
   *
   * @param part above 0, at most 1
   */
  double quantile(double part) {
    var wanted = Math.ceil(part * calls);
    return atMost.entrySet().stream()
        .filter(step -> step.getValue() >= wanted)
        .mapToDouble(step -> step.getKey() / 1_000.0)
        .findFirst()
        .orElse(0);
  }

  /** {@code 12 calls; at most 1 µs 3, 2 µs 11, 16 µs 12}. */
  String line() {
    return atMost.entrySet().stream()
        .map(Histogram::step)
        .collect(Collectors.joining(", ", calls + " calls; at most ", ""));
  }

  private static String step(Entry<Long, Long> step) {
    return step.getKey() + " µs " + step.getValue();
  }
}
