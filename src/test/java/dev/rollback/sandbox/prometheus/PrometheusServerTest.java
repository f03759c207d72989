package dev.rollback.sandbox.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the sandbox's Prometheus scrapes, forgets, and answers. */
class PrometheusServerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ScrapeSettings SETTINGS =
      new ScrapeSettings(SECOND, Duration.ofSeconds(5), Duration.ofMinutes(15));
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = BEGIN;
  private final InstantSource source = () -> now;
  private volatile Reply page = new Reply(200, "");
  private final TestSite site = TestSite.answering(_ -> page);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address = URI.create(site.url());
  private volatile List<ScrapeTarget> targets =
      List.of(ScrapeTarget.pod("grid-api", "grid-api-1", address));
  private final PrometheusServer server;
  private final Asked asked;

  PrometheusServerTest() throws IOException {
    server = PrometheusServer.idle(SETTINGS, () -> targets, source.withZone(ZoneOffset.UTC));
    asked = new Asked(client, server.uri());
  }

  @AfterEach
  void close() {
    server.close();
    site.close();
    client.close();
  }

  @Test
  void aSampleHasTheLabelsOfItsTarget() {
    scrape("grid_x{a=\"b\",pod=\"mine\"} 3\n");
    var metric = asked.at("grid_x", millis()).result().at("/0/metric");
    assertThat(metric.toString())
        .isEqualTo(
            "{\"__name__\":\"grid_x\",\"a\":\"b\",\"exported_pod\":\"mine\",\"instance\":\"%s\",\"job\":\"grid-api\",\"pod\":\"grid-api-1\"}"
                .formatted(address.getRawAuthority()));
    assertThat(value("up")).isEqualTo("1");
    assertThat(value("scrape_samples_scraped")).isEqualTo("1");
  }

  @Test
  void ratesOfASecond() {
    for (var i = 0; i < 5; i++) {
      scrape("x_total " + i * 10 + "\n");
      pass(SECOND);
    }
    assertThat(value("rate(x_total[4s])")).isEqualTo("10");
    assertThat(value("increase(x_total[2s])")).isEqualTo("20");
  }

  @Test
  void aSeriesThatIsNoLongerExposedHasEnded() {
    scrape("x 1\ny 2\n");
    pass(SECOND);
    scrape("y 2\n");
    assertThat(value("x")).isEmpty();
    assertThat(value("x offset 1s")).isEqualTo("1");
    assertThat(value("y")).isEqualTo("2");
    pass(SECOND);
    scrape("x 5\n");
    assertThat(value("x")).isEqualTo("5");
    assertThat(value("count_over_time(x[1m])")).isEqualTo("2");
  }

  @Test
  void aTargetThatFailsIsNotUpAndItsSeriesHaveEnded() {
    scrape("x 1\n");
    for (var reply :
        List.of(
            new Reply(500, "x 1\n"),
            Reply.NONE,
            new Reply(200, "x 1\nx{ 2\n"),
            new Reply(200, "x one\n"))) {
      pass(SECOND);
      page = reply;
      server.scrape();
      assertThat(value("up")).as(reply.toString()).isEqualTo("0");
      assertThat(value("x")).as(reply.toString()).isEmpty();
    }
    pass(SECOND);
    scrape("x 2\n");
    assertThat(value("up")).isEqualTo("1");
    assertThat(value("x")).isEqualTo("2");
  }

  @Test
  void aTargetThatIsGoneHasEndedAndAnotherOneIsAnother() {
    scrape("x 1\n");
    targets = List.of(ScrapeTarget.pod("grid-api", "grid-api-2", address));
    pass(SECOND);
    scrape("x 7\n");
    assertThat(value("x")).isEqualTo("7");
    assertThat(value("count(up)")).isEqualTo("1");
    targets = List.of();
    pass(SECOND);
    server.scrape();
    assertThat(value("up")).isEmpty();
    assertThat(value("absent(x{pod=\"grid-api-2\"})")).isEqualTo("1");
  }

  @Test
  void aSampleCountsForFiveMinutesAndIsForgottenAfterFifteen() {
    scrape("x 1\n");
    pass(Duration.ofMinutes(5));
    assertThat(value("x")).isEqualTo("1");
    pass(Duration.ofMillis(1));
    assertThat(value("x")).isEmpty();
    assertThat(value("count_over_time(x[10m])")).isEqualTo("1");
    pass(Duration.ofMinutes(16));
    scrape("y 1\n");
    assertThat(value("count_over_time(x[1h])")).isEmpty();
    assertThat(value("count_over_time(y[1h])")).isEqualTo("1");
  }

  /** Such a series does not end with its target: nobody said that it is of now. */
  @Test
  void aTimestampOfTheTargetIsKept() {
    scrape("x 1 " + (millis() - 60_000) + "\n");
    assertThat(value("time() - timestamp(x)")).isEqualTo("60");
    scrape("x 9 " + (millis() - 90_000) + "\n");
    assertThat(value("x")).as("earlier than what is there").isEqualTo("1");
    scrape("");
    assertThat(value("x")).isEqualTo("1");
  }

  @Test
  void numbersAndLabelsOfTheTextFormat() {
    scrape(
        "# HELP x text\n#comment\n\nx{ a = \"q\\\"n\\nb\\\\\" , c=\"}\", } +Inf\t\n"
            + "y -1.5e3\nz NaN\nw{} 0x1F\nv{a=\""
            + "\\\\".repeat(5000)
            + "\"} 6\n");
    assertThat(value("x{a=\"q\\\"n\\nb\\\\\", c=\"}\"}")).isEqualTo("+Inf");
    assertThat(value("y")).isEqualTo("-1500");
    assertThat(value("z")).isEqualTo("NaN");
    assertThat(value("w")).isEqualTo("31");
    assertThat(value("v")).isEqualTo("6");
  }

  @Test
  void aLongQueryComesInABody() {
    scrape("x 1\n");
    var form = "query=" + Asked.encoded("x" + " ".repeat(5000)) + "&timeout=30.000";
    var answer =
        asked.send(
            HttpRequest.newBuilder(server.uri().resolve("/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    assertThat(answer.result().at("/0/value/1").asText()).isEqualTo("1");
    assertThat(answer.result().at("/0/value/0").asDouble() * 1000).isEqualTo((double) millis());
  }

  @Test
  void whatIsNotKnownIsRefusedAndSaysSo() {
    assertThat(asked.at("predict_linear(x[1m], 1)", millis()).error())
        .startsWith("bad_data: invalid parameter \"query\": 1:1: parse error: unknown function")
        .contains("\"predict_linear\": the sandbox knows only sum, avg");
    assertThat(range("x[1m]", "0", "1", "1")).contains("bad_data", "range vector");
    assertThat(range("x", "5", "1", "1")).contains("\"end\": end timestamp must not be before");
    assertThat(range("x", "0", "1", "0")).contains("\"step\": zero or negative");
    assertThat(range("x", "0", "90000", "1")).contains("11,000 points");
    assertThat(range("x", "noon", "1", "1")).contains("\"start\": cannot parse \"noon\"");
    assertThat(range("x", "0", "1", "1q")).contains("\"step\": cannot parse \"1q\"");
    assertThat(range("x", "1970-01-01T00:00:00Z", "1", "250ms")).isEqualTo(": ");
    assertThat(asked.get("/api/v1/query?time=1").error()).contains("no expression found");
    assertThat(asked.get("/api/v1/rules").status()).isEqualTo(404);
    assertThat(
            asked
                .send(
                    HttpRequest.newBuilder(server.uri().resolve("/api/v1/query"))
                        .POST(HttpRequest.BodyPublishers.ofString("query=%zz"))
                        .build())
                .error())
        .contains("bad_data", "URL escape");
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    assertThat(asked.at("-".repeat(200) + "1", millis()).error()).contains("nested so deeply");
    assertThat(asked.at("(".repeat(200) + "1", millis()).error()).contains("nested so deeply");
    assertThat(asked.at("1" + "+1".repeat(600), millis()).error()).contains("1000 words");
    assertThat(asked.at("1" + "+1".repeat(400), millis()).result().path(1).asText())
        .isEqualTo("401");
  }

  private String range(String query, String start, String end, String step) {
    return asked
        .get(
            "/api/v1/query_range?query=%s&start=%s&end=%s&step=%s"
                .formatted(Asked.encoded(query), start, end, step))
        .error();
  }

  @Test
  void settingsWithoutTimeAreNone() {
    assertThatThrownBy(() -> new ScrapeSettings(Duration.ZERO, SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** By itself, four times a second; one target that hangs does not hold up the other one. */
  @Test
  void itScrapesByItself() throws IOException {
    page = new Reply(200, "x 1\n");
    try (var hanging = TestSite.silent();
        var running =
            PrometheusServer.start(
                ScrapeSettings.usual(),
                () ->
                    List.of(
                        ScrapeTarget.of("a", URI.create(hanging.url())),
                        ScrapeTarget.of("b", address)),
                Clock.systemUTC())) {
      var there = new Asked(client, running.uri());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(first(there.get("/api/v1/query?query=count_over_time(x[15m])")))
                    .isNotEmpty()
                    .satisfies(n -> assertThat(Integer.parseInt(n)).isGreaterThan(3));
                assertThat(first(there.get("/api/v1/query?query=up%7Bjob=%22a%22%7D")))
                    .isEqualTo("0");
              });
    }
  }

  @Test
  void targetsThatCannotBeHadAreThoseOfBefore() throws IOException {
    var working = new AtomicBoolean(true);
    page = new Reply(200, "x 1\n");
    try (var other =
        PrometheusServer.idle(
            SETTINGS,
            () -> {
              if (!working.get()) {
                throw new IllegalStateException("no cluster");
              }
              return List.of(new ScrapeTarget(address, new TreeMap<>()));
            },
            source.withZone(ZoneOffset.UTC))) {
      other.scrape();
      working.set(false);
      pass(SECOND);
      page = new Reply(200, "x 2\n");
      other.scrape();
      assertThat(first(new Asked(client, other.uri()).at("x", millis()))).isEqualTo("2");
    }
  }

  private void scrape(String text) {
    page = new Reply(200, text);
    server.scrape();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private long millis() {
    return now.toEpochMilli();
  }

  /** The value of the first series; empty when there is none. */
  private String value(String query) {
    return first(asked.at(query, millis()));
  }

  private static String first(Asked.Answer answer) {
    return answer.result().at("/0/value/1").asText();
  }
}
