package dev.rollback.sandbox.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The answers that a real Prometheus 2.42 gave to the same queries about the same samples; {@link
 * PromQlLabIT} records them.
 */
class PromQlRecordedTest {
  static final Path RECORDING = Path.of("src/test/resources/promql/prometheus-2.42.json");
  static final long START = 95_000;
  static final int STEP = 53;

  private static final Duration LONG = Duration.ofMinutes(15);

  private volatile String page = "";

  @Test
  void eachQueryGivesWhatTheRealOneGave() throws IOException {
    var recording = new ObjectMapper().readTree(RECORDING.toFile());
    var series =
        new SampleSeries(recording.path("prefix").asText(), recording.path("base").asLong());
    var clock = Clock.fixed(Instant.ofEpochMilli(series.end()), ZoneOffset.UTC);
    try (var client = HttpClient.newHttpClient();
        var site = TestSite.answering(_ -> new Reply(200, page));
        var server =
            PrometheusServer.idle(
                new ScrapeSettings(LONG, LONG, LONG),
                () -> List.of(ScrapeTarget.of("lab", URI.create(site.url()))),
                clock)) {
      for (var round = 0; round < SampleSeries.ROUNDS; round++) {
        page = series.page(round);
        server.scrape();
      }
      var instance = URI.create(site.url()).getRawAuthority();
      var ours = new Asked(client, server.uri());
      compare(replaced(recording, instance), series, ours);
    }
  }

  private static JsonNode replaced(JsonNode recording, String instance) throws IOException {
    var text = recording.toString();
    return new ObjectMapper().readTree(text.replace(recording.path("instance").asText(), instance));
  }

  private static void compare(JsonNode recording, SampleSeries series, Asked ours) {
    var asked = new HashSet<String>();
    for (var answer : recording.path("answers")) {
      var template = answer.path("query").asText();
      var query = template.replace("$", series.prefix());
      var real = Asked.Answer.of(answer);
      asked.add(template);
      Asked.same(
          template,
          real,
          Queries.wrong().contains(template)
              ? ours.at(query, series.end())
              : ours.during(query, series.base() + START, series.end(), STEP));
    }
    assertThat(asked)
        .as("a query was added: record its answer by PromQlLabIT -Dgolden.update=true")
        .containsAll(Queries.known())
        .containsAll(Queries.wrong());
  }
}
