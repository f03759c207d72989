package dev.rollback.sandbox.prometheus.promql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How one value is made of those of a group. */
enum Aggregation {
  SUM,
  AVG,
  MIN,
  MAX,
  COUNT;

  static Optional<Aggregation> of(String name) {
    return Arrays.stream(values())
        .filter(a -> a.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * Of at least one value. NaN does not count for the least and the greatest, but among its like.
   */
  double of(List<Double> values) {
    return switch (this) {
      case SUM -> sum(values);
      case AVG -> sum(values) / values.size();
      case MIN -> values.stream().reduce(Double.NaN, (a, b) -> a > b || Double.isNaN(a) ? b : a);
      case MAX -> values.stream().reduce(Double.NaN, (a, b) -> a < b || Double.isNaN(a) ? b : a);
      case COUNT -> values.size();
    };
  }

  private static double sum(List<Double> values) {
    var sum = 0.0;
    for (var value : values) {
      sum += value;
    }
    return sum;
  }
}
