package dev.rollback.adapter.prometheus;

import dev.rollback.action.Capture;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code prometheus.snapshot}. */
@Doc(
    "Keeps the values of queries over a window that ends now: a file of comma-separated values for"
        + " each query, with time, labels and value.")
public record SeriesSnapshot(
    @Doc("The queries in PromQL, by the names of their files.") Map<String, String> queries,
    @Doc("How far to look back.") @Default("PT1H") Duration window,
    @Doc("The time between two samples.") @Default("PT15S") Duration step)
    implements Capture<PrometheusReader> {
  private static final int MOST_POINTS = 10_000;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they ask for nothing, or for more than a server gives
   */
  public SeriesSnapshot {
    queries = Collections.unmodifiableMap(new TreeMap<>(queries));
    if (queries.isEmpty()) {
      throw new IllegalArgumentException("`queries` names none");
    }
    if (queries.values().stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a query is empty");
    }
    if (step.toMillis() < 1 || window.compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "`window` is at least as long as `step`, and both are times");
    }
    if (window.dividedBy(step) > MOST_POINTS) {
      throw new IllegalArgumentException(
          "`window` has more than 10,000 steps of " + step + "; make `step` longer");
    }
  }

  @Override
  public Target target() {
    return new Target("series", List.copyOf(queries.keySet()));
  }

  @Override
  public List<Requirement<PrometheusReader>> requirements() {
    return queries.values().stream()
        .distinct()
        .map(
            query ->
                Requirement.<PrometheusReader>apply(
                    "a query that it takes: " + query, reader -> reader.accepts(query, true)))
        .toList();
  }

  @Override
  public String preview() {
    return queries.entrySet().stream()
        .map(e -> e.getKey() + ".csv: " + e.getValue())
        .collect(Collectors.joining("; ", "the last " + window + " of ", ""));
  }

  @Override
  public String collect(PrometheusReader system, Files files) {
    var told = new ArrayList<String>();
    queries.forEach(
        (name, query) -> {
          var answer = system.upToNow(query, (int) window.dividedBy(step), step);
          files.keep(
              name + ".csv",
              Stream.concat(
                  Stream.of("time,labels,value"),
                  answer.series().stream().flatMap(SeriesSnapshot::lines)));
          if (answer.series().isEmpty()) {
            told.add(name + ": no data");
          }
          answer.warnings().forEach(warning -> told.add(name + ": " + warning));
        });
    return String.join("; ", told);
  }

  private static Stream<String> lines(PrometheusReader.Series series) {
    var labels =
        new TreeMap<>(series.labels())
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    return series.samples().stream()
        .map(sample -> sample.at() + "," + quoted(labels) + "," + sample.value());
  }

  /** As RFC 4180 has it. */
  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"").replace("\n", " ") + '"';
  }
}
