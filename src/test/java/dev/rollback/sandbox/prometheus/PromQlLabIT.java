package dev.rollback.sandbox.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The sandbox's Prometheus beside a real one: both scrape the same exporter, and each query that is
 * known here gives the same.
 */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_PROMETHEUS", matches = ".+")
class PromQlLabIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BEFORE_NOW = Duration.ofMinutes(7);
  private static final int STEP = 7;

  private final Path targets = Path.of(variable("ROLLBACK_LAB_PROMETHEUS_TARGETS"));
  private final SampleSeries series =
      new SampleSeries(
          "lab_" + UUID.randomUUID().toString().replace("-", "") + "_",
          System.currentTimeMillis() - BEFORE_NOW.toMillis());
  private volatile String page = "";

  private static String variable(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }

  @Test
  void eachQueryGivesTheSame() throws Exception {
    var before = Files.readString(targets);
    try (var client = HttpClient.newHttpClient();
        var site = TestSite.answering(_ -> new Reply(200, page))) {
      var address = URI.create(site.url());
      var settings =
          new ScrapeSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(15));
      try (var server =
          PrometheusServer.idle(
              settings, () -> List.of(ScrapeTarget.of("lab", address)), Clock.systemUTC())) {
        Files.writeString(targets, "[{\"targets\": [\"" + address.getRawAuthority() + "\"]}]\n");
        var real = new Asked(client, URI.create(variable("ROLLBACK_LAB_PROMETHEUS")));
        scrapeAll(real, server);
        compare(real, new Asked(client, server.uri()));
        record(real, address.getRawAuthority());
      }
    } finally {
      Files.writeString(targets, before);
    }
  }

  private void scrapeAll(Asked real, PrometheusServer server) {
    var latest = "max_over_time(" + series.prefix() + "round[15m])";
    for (var round = 0; round < SampleSeries.ROUNDS; round++) {
      page = series.page(round);
      server.scrape();
      var number = Integer.toString(round);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> real.at(latest, series.end()).result().at("/0/value/1").asText(),
              number::equals);
    }
  }

  private String query(String template) {
    return template.replace("$", series.prefix());
  }

  private void compare(Asked real, Asked ours) {
    var all = new SoftAssertions();
    for (var template : Queries.known()) {
      all.check(() -> sameAlways(template, real, ours));
    }
    for (var template : Queries.wrong()) {
      var query = query(template);
      all.check(
          () -> Asked.same(template, real.at(query, series.end()), ours.at(query, series.end())));
    }
    for (var template : Queries.unknown()) {
      all.check(() -> refusedHereOnly(template, real, ours));
    }
    all.assertAll();
  }

  private void sameAlways(String template, Asked real, Asked ours) {
    var query = query(template);
    var start = series.base() + 20_000;
    Asked.same(
        template,
        real.during(query, start, series.end(), STEP),
        ours.during(query, start, series.end(), STEP));
    var time = series.base() + 200_123;
    Asked.same(template, real.at(query, time), ours.at(query, time));
  }

  private void refusedHereOnly(String template, Asked real, Asked ours) {
    var query = query(template);
    assertThat(real.at(query, series.end()).status()).as(template).isEqualTo(200);
    var refused = ours.at(query, series.end());
    assertThat(refused.status()).as(template).isEqualTo(400);
    assertThat(refused.error()).as(template).contains("the sandbox");
  }

  /** For {@link PromQlRecordedTest}, which needs no server: {@code -Dgolden.update=true}. */
  private void record(Asked real, String instance) throws IOException {
    if (!Boolean.getBoolean("golden.update")) {
      return;
    }
    var recording =
        JSON.createObjectNode()
            .put("prefix", series.prefix())
            .put("base", series.base())
            .put("instance", instance);
    var answers = recording.putArray("answers");
    for (var query : Queries.known()) {
      var start = series.base() + PromQlRecordedTest.START;
      var answer = real.during(query(query), start, series.end(), PromQlRecordedTest.STEP);
      answers.add(answer.asTree().put("query", query));
    }
    for (var query : Queries.wrong()) {
      answers.add(real.at(query(query), series.end()).asTree().put("query", query));
    }
    Files.createDirectories(PromQlRecordedTest.RECORDING.getParent());
    Files.writeString(PromQlRecordedTest.RECORDING, recording.toString() + "\n");
  }
}
