package dev.rollback.sandbox.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** A server with Prometheus's HTTP API, and whether two of them say the same. */
record Asked(HttpClient client, URI base) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TOLERANCE = 1e-9;

  /** What is answered. */
  record Answer(int status, JsonNode body) {
    String error() {
      return body.path("errorType").asText() + ": " + body.path("error").asText();
    }

    JsonNode result() {
      return body.at("/data/result");
    }

    ObjectNode asTree() {
      var tree = JSON.createObjectNode().put("status", status);
      tree.set("body", body);
      return tree;
    }

    static Answer of(JsonNode tree) {
      return new Answer(tree.path("status").asInt(), tree.path("body"));
    }
  }

  Answer at(String query, long millis) {
    return get("/api/v1/query?query=" + encoded(query) + "&time=" + seconds(millis));
  }

  Answer during(String query, long start, long end, int step) {
    return get(
        "/api/v1/query_range?query=%s&start=%s&end=%s&step=%d"
            .formatted(encoded(query), seconds(start), seconds(end), step));
  }

  Answer get(String target) {
    return send(HttpRequest.newBuilder(URI.create(base + target)).build());
  }

  Answer send(HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      var json = answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.nullNode();
      return new Answer(answer.statusCode(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  /** Both have the same series with the same values at the same times, but for rounding. */
  static void same(String query, Answer real, Answer ours) {
    assertThat(ours.status())
        .as("%s%nours: %s%nreal: %s", query, ours, real)
        .isEqualTo(real.status());
    if (real.status() != 200) {
      assertThat(ours.body().path("errorType")).as(query).isEqualTo(real.body().path("errorType"));
      assertThat(ours.body().path("error").asText()).as(query).isNotBlank();
      return;
    }
    assertThat(ours.body().at("/data/resultType"))
        .as(query)
        .isEqualTo(real.body().at("/data/resultType"));
    var expected = values(real);
    var actual = values(ours);
    assertThat(actual.keySet()).as(query).isEqualTo(expected.keySet());
    expected.forEach(
        (place, value) ->
            close(query + " " + place, value, actual.getOrDefault(place, Double.NaN)));
  }

  private static void close(String what, double expected, double actual) {
    if (Double.isFinite(expected)) {
      var tolerance = TOLERANCE * Math.max(1, Math.abs(expected));
      assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
    } else {
      assertThat(Double.compare(actual, expected))
          .as("%s: %s, not %s", what, actual, expected)
          .isZero();
    }
  }

  /** Every value by its series and its time. */
  private static Map<String, Double> values(Answer answer) {
    var values = new TreeMap<String, Double>();
    if (answer.body().at("/data/resultType").asText().equals("scalar")) {
      put(values, "scalar", answer.result());
    }
    for (var series : answer.result()) {
      if (series.isObject()) {
        var labels = new TreeMap<String, String>();
        series
            .path("metric")
            .properties()
            .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        if (series.has("value")) {
          put(values, labels.toString(), series.path("value"));
        }
        series.path("values").forEach(pair -> put(values, labels.toString(), pair));
      }
    }
    return values;
  }

  private static void put(Map<String, Double> values, String series, JsonNode pair) {
    var text = pair.path(1).asText().replace("Inf", "Infinity");
    values.put(
        series + " at " + Math.round(pair.path(0).asDouble() * 1000), Double.parseDouble(text));
  }
}
