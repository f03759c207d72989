package dev.rollback.sandbox.prometheus.promql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What functions of a range make of a series' samples in it.
 *
 * @param from in milliseconds, as {@code to}
 */
record Window(Function function, long from, long to) {
  private static final double SECOND = 1000;

  /** The share of the usual distance up to which a sample is near to the window's edge. */
  private static final double NEAR = 1.1;

  /** Nothing, where there are too few samples. */
  OptionalDouble of(List<Point> points) {
    var values = points.stream().mapToDouble(Point::value);
    return switch (function) {
      case RATE -> optional(extrapolated(points, true).map(v -> v / ((to - from) / SECOND)));
      case INCREASE -> optional(extrapolated(points, true));
      case DELTA -> optional(extrapolated(points, false));
      case IRATE -> latestRate(points);
      case AVG_OVER_TIME -> values.average();
      case SUM_OVER_TIME -> OptionalDouble.of(values.sum());
      case MIN_OVER_TIME -> aggregate(Aggregation.MIN, points);
      case MAX_OVER_TIME -> aggregate(Aggregation.MAX, points);
      case COUNT_OVER_TIME -> OptionalDouble.of(points.size());
      case HISTOGRAM_QUANTILE, CLAMP_MIN, CLAMP_MAX, ABSENT, TIMESTAMP, VECTOR, SCALAR, TIME ->
          throw new IllegalStateException("takes no range: " + function);
    };
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private static OptionalDouble aggregate(Aggregation how, List<Point> points) {
    return OptionalDouble.of(how.of(points.stream().map(Point::value).toList()));
  }

  /**
   * By how much it has changed. The samples do not reach to the window's edges: where one is near
   * to an edge, the change goes on to it as it was; else for half of the usual distance. A counter
   * does not begin below zero.
   */
  private Optional<Double> extrapolated(List<Point> points, boolean counter) {
    if (points.size() < 2) {
      return Optional.empty();
    }
    var change = change(points, counter);
    var first = points.getFirst();
    var sampled = (points.getLast().at() - first.at()) / SECOND;
    var usual = sampled / (points.size() - 1);
    var before = (first.at() - from) / SECOND;
    if (counter && change > 0 && first.value() >= 0) {
      before = Math.min(before, sampled * (first.value() / change));
    }
    var after = (to - points.getLast().at()) / SECOND;
    var covered = sampled + reach(before, usual) + reach(after, usual);
    return Optional.of(change * (covered / sampled));
  }

  private static double reach(double toEdge, double usual) {
    return toEdge < usual * NEAR ? toEdge : usual / 2;
  }

  /** A counter that is less than before has begun anew. */
  private static double change(List<Point> points, boolean counter) {
    var change = points.getLast().value() - points.getFirst().value();
    for (var i = 1; counter && i < points.size(); i++) {
      var before = points.get(i - 1).value();
      change += points.get(i).value() < before ? before : 0;
    }
    return change;
  }

  private static OptionalDouble latestRate(List<Point> points) {
    if (points.size() < 2) {
      return OptionalDouble.empty();
    }
    var last = points.getLast();
    var before = points.get(points.size() - 2);
    var change = last.value() < before.value() ? last.value() : last.value() - before.value();
    return last.at() == before.at()
        ? OptionalDouble.empty()
        : OptionalDouble.of(change / ((last.at() - before.at()) / SECOND));
  }
}
