package dev.rollback.plan;

import java.util.Map;
import java.util.Optional;

/** Holds what a change moves against what it may move. */
public final class Limits {
  private Limits() {}

  /** What is over its limit, in words; a kind that the change does not count is over it as well. */
  public static Optional<String> exceeded(Map<String, Long> limit, Map<String, Long> magnitude) {
    return limit.entrySet().stream()
        .filter(l -> magnitude.getOrDefault(l.getKey(), Long.MAX_VALUE) > l.getValue())
        .map(l -> describe(l.getKey(), l.getValue(), magnitude))
        .reduce((a, b) -> a + "; " + b);
  }

  private static String describe(String kind, long limit, Map<String, Long> magnitude) {
    var found = magnitude.get(kind);
    return found == null
        ? "it has a limit of " + kind + ", but this action counts " + counted(magnitude)
        : "%,d %s, and at most %,d are allowed".formatted(found, kind, limit);
  }

  private static String counted(Map<String, Long> magnitude) {
    return magnitude.isEmpty() ? "nothing" : String.join(", ", magnitude.keySet());
  }
}
