package dev.rollback.crash;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often something was written, by what: counted at the servers.
 *
 * @param counts none of them zero
 */
public record Writes(Map<String, Long> counts) {
  /** Nothing was written. */
  public static final Writes NONE = new Writes(Map.of());

  /** None of them zero. */
  public Writes {
    var sorted = new TreeMap<>(counts);
    sorted.values().removeIf(n -> n == 0);
    counts = java.util.Collections.unmodifiableSortedMap(sorted);
  }

  public Writes plus(Writes more) {
    var sum = new TreeMap<>(counts);
    more.counts.forEach((what, n) -> sum.merge(what, n, Long::sum));
    return new Writes(sum);
  }

  public Writes minus(Writes less) {
    var rest = new TreeMap<>(counts);
    less.counts.forEach((what, n) -> rest.merge(what, -n, Long::sum));
    return new Writes(rest);
  }

  /** How many there are of all kinds. */
  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public boolean isNone() {
    return counts.isEmpty();
  }

  /** Whether there is none here of which there are more there. */
  boolean atMost(Writes other) {
    return minus(other).counts.values().stream().allMatch(n -> n < 0);
  }

  /** Only those of which there are more than none. */
  public Writes positive() {
    return new Writes(
        counts.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public String toString() {
    return counts.isEmpty()
        ? "nothing"
        : counts.entrySet().stream()
            .map(e -> e.getValue() + " x " + e.getKey())
            .collect(Collectors.joining(", "));
  }
}
