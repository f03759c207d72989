package dev.rollback.adapter.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.adapter.prometheus.PrometheusReader.Result;
import dev.rollback.adapter.prometheus.PrometheusReader.Sample;
import dev.rollback.adapter.prometheus.PrometheusReader.Series;
import dev.rollback.diagnostic.SystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The results of queries as the API writes them. */
final class ResultReader {
  private ResultReader() {}

  /**
   * Reads a result.
   *
   * @throws SystemException when it has no numbers
   */
  static Result read(JsonNode answer) {
    var data = answer.path("data");
    var result = data.path("result");
    return new Result(
        switch (data.path("resultType").asText()) {
          case "scalar" -> List.of(new Series(Map.of(), List.of(sample(result))));
          case "vector" ->
              result.valueStream().map(s -> series(s, List.of(s.path("value")))).toList();
          case "matrix" ->
              result.valueStream().map(s -> series(s, list(s.path("values")))).toList();
          case String other -> throw noNumbers("its result is a " + other);
        },
        Stream.of(answer.path("warnings"))
            .flatMap(JsonNode::valueStream)
            .map(JsonNode::asText)
            .toList());
  }

  private static List<JsonNode> list(JsonNode array) {
    var all = new ArrayList<JsonNode>();
    array.forEach(all::add);
    return all;
  }

  private static Series series(JsonNode written, List<JsonNode> samples) {
    if (written.has("histogram") || written.has("histograms")) {
      throw noNumbers("it is a native histogram; use histogram_quantile or another function");
    }
    var labels = new TreeMap<String, String>();
    written.path("metric").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return new Series(labels, samples.stream().map(ResultReader::sample).toList());
  }

  /** {@code [1700000000.123, "0.5"]}. */
  private static Sample sample(JsonNode pair) {
    if (pair.size() != 2) {
      throw noNumbers("a sample is " + pair);
    }
    var millis = Math.round(pair.path(0).asDouble() * 1000);
    return new Sample(Instant.ofEpochMilli(millis), number(pair.path(1).asText()));
  }

  private static double number(String text) {
    try {
      return switch (text) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw noNumbers("a value is '" + text + "'");
    }
  }

  private static SystemException noNumbers(String why) {
    return SystemException.refused(
        "The query gives no numbers that can be judged: " + why + ".",
        "Write a query whose result is a scalar or an instant vector; for a time use `window`.");
  }
}
