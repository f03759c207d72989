package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Value.Element;
import dev.rollback.sandbox.prometheus.promql.Value.Vector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Quantiles of histograms, whose buckets are series that differ in {@code le} alone. */
final class Buckets {
  private Buckets() {}

  /** How many are at most this long. */
  private record Bucket(double bound, double count) {}

  static Vector quantiles(double quantile, Vector buckets) {
    var histograms = new LinkedHashMap<Labels, Map<Double, Double>>();
    for (var element : buckets.elements()) {
      var histogram = element.labels().withoutName().without(List.of(Labels.BOUND));
      bound(element)
          .ifPresent(
              bound ->
                  histograms
                      .computeIfAbsent(histogram, _ -> new TreeMap<>())
                      .merge(bound, element.value(), Double::sum));
    }
    return new Vector(
        histograms.entrySet().stream()
            .map(h -> new Element(h.getKey(), quantile(quantile, monotonic(h.getValue()))))
            .toList());
  }

  /** Nothing, where it is no bucket. */
  private static Optional<Double> bound(Element element) {
    try {
      return Optional.of(Numbers.parse(element.labels().get(Labels.BOUND)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Buckets are read one after the other: a later one may have more than it had then. */
  private static List<Bucket> monotonic(Map<Double, Double> counts) {
    var buckets = new ArrayList<Bucket>();
    var most = Double.NEGATIVE_INFINITY;
    for (var bucket : counts.entrySet()) {
      most = bucket.getValue() < most ? most : bucket.getValue();
      buckets.add(new Bucket(bucket.getKey(), most));
    }
    return buckets;
  }

  private static double quantile(double quantile, List<Bucket> buckets) {
    if (Double.isNaN(quantile) || buckets.size() < 2) {
      return Double.NaN;
    }
    if (quantile < 0 || quantile > 1) {
      return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    var last = buckets.getLast();
    if (last.bound() != Double.POSITIVE_INFINITY || last.count() == 0) {
      return Double.NaN;
    }
    var rank = quantile * last.count();
    var index = 0;
    while (index < buckets.size() - 1 && !(buckets.get(index).count() >= rank)) {
      index++;
    }
    return within(buckets, index, rank);
  }

  /** As if all of a bucket were at the same distance from each other. */
  private static double within(List<Bucket> buckets, int index, double rank) {
    var bucket = buckets.get(index);
    if (index == buckets.size() - 1) {
      return buckets.get(index - 1).bound();
    }
    if (index == 0 && bucket.bound() <= 0) {
      return bucket.bound();
    }
    var below = index == 0 ? new Bucket(0, 0) : buckets.get(index - 1);
    return below.bound()
        + (bucket.bound() - below.bound())
            * ((rank - below.count()) / (bucket.count() - below.count()));
  }
}
