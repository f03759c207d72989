package dev.rollback.adapter.prometheus;

import dev.rollback.action.Check.Reading;
import dev.rollback.adapter.prometheus.PrometheusReader.Result;
import dev.rollback.adapter.prometheus.PrometheusReader.Sample;
import dev.rollback.adapter.prometheus.PrometheusReader.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Makes of the series of an answer what an expectation can speak of, or says why nothing can. */
record Judgement(Query query) {
  private static final int MOST_SHOWN = 20;

  Reading<Query.Values> of(Result result) {
    if (!result.warnings().isEmpty() && !query.allowWarnings()) {
      return new Reading.Nothing<>(
          "the answer may be incomplete: " + String.join("; ", result.warnings()));
    }
    var unclear = notNumbers(result);
    if (unclear > 0 && !query.ignoreNan()) {
      return new Reading.Nothing<>(
          "%d of %d samples are NaN (0/0: no traffic?)".formatted(unclear, all(result.series())));
    }
    var series = result.series().stream().map(Judgement::numbers).filter(s -> !empty(s)).toList();
    var samples = samples(series);
    if (samples == 0 && !query.allowEmpty()) {
      return new Reading.Nothing<>(
          "no data" + query.window().map(w -> " in the last " + w).orElse(" now"));
    }
    if (samples < query.needed()) {
      return new Reading.Nothing<>(
          query.window().isPresent()
              ? "only %d of %d samples in the last %s; %d are needed"
                  .formatted(samples, query.points(), query.window().orElseThrow(), query.needed())
              : "only %d series; %d are needed".formatted(samples, query.needed()));
    }
    return new Reading.Values<>(values(series, samples, result.warnings()));
  }

  private static long notNumbers(Result result) {
    return result.series().stream()
        .flatMap(s -> s.samples().stream())
        .filter(s -> Double.isNaN(s.value()))
        .count();
  }

  private static long all(List<Series> series) {
    return series.stream().mapToLong(s -> s.samples().size()).sum();
  }

  private static Series numbers(Series series) {
    return new Series(
        series.labels(), series.samples().stream().filter(s -> !Double.isNaN(s.value())).toList());
  }

  private static boolean empty(Series series) {
    return series.samples().isEmpty();
  }

  private int samples(List<Series> series) {
    return query.window().isPresent() ? times(series).size() : series.size();
  }

  /** All values at each time, in order of time. */
  private static Map<Instant, List<Double>> times(List<Series> series) {
    var times = new TreeMap<Instant, List<Double>>();
    series.stream()
        .flatMap(s -> s.samples().stream())
        .forEach(s -> times.computeIfAbsent(s.at(), _ -> new ArrayList<>()).add(s.value()));
    return times;
  }

  private Query.Values values(List<Series> series, int samples, List<String> warnings) {
    var line = line(series);
    var points =
        line.isPresent()
            ? line.get()
            : series.stream().flatMap(s -> s.samples().stream()).map(Sample::value).toList();
    return new Query.Values(
        series.size(),
        line.filter(l -> !l.isEmpty()).map(List::getLast),
        some(numbers(points).min().stream()),
        some(numbers(points).max().stream()),
        some(numbers(points).average().stream()),
        samples,
        query.window().isPresent() ? samples * query.step().toMillis() / 1000.0 : 0,
        latest(series),
        warnings);
  }

  private static DoubleStream numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue);
  }

  private static Optional<Double> some(DoubleStream value) {
    return value.boxed().findFirst();
  }

  /** One value for each time, where there is one: of the only series, or by the aggregate. */
  private Optional<List<Double>> line(List<Series> series) {
    if (series.size() == 1) {
      return Optional.of(series.getFirst().samples().stream().map(Sample::value).toList());
    }
    return query
        .aggregate()
        .map(how -> times(series).values().stream().map(v -> aggregate(how, v)).toList());
  }

  private static double aggregate(Query.Aggregate how, List<Double> values) {
    var numbers = numbers(values);
    return switch (how) {
      case SUM -> numbers.sum();
      case AVG -> numbers.average().orElse(Double.NaN);
      case MIN -> numbers.min().orElse(Double.NaN);
      case MAX -> numbers.max().orElse(Double.NaN);
    };
  }

  private static Map<String, Double> latest(List<Series> series) {
    var latest = new LinkedHashMap<String, Double>();
    series.stream()
        .limit(MOST_SHOWN)
        .forEach(s -> latest.put(name(s.labels()), s.samples().getLast().value()));
    return latest;
  }

  /** {@code up{instance="a:1", job="b"}}, as Prometheus shows it. */
  private static String name(Map<String, String> labels) {
    var own =
        labels.entrySet().stream()
            .filter(l -> !l.getKey().equals("__name__"))
            .map(l -> l.getKey() + "=\"" + l.getValue() + "\"")
            .collect(Collectors.joining(", "));
    return labels.getOrDefault("__name__", "") + "{" + own + "}";
  }
}
