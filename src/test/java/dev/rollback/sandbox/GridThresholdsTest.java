package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.sandbox.prometheus.PrometheusServer;
import dev.rollback.sandbox.prometheus.ScrapeSettings;
import dev.rollback.sandbox.prometheus.ScrapeTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thresholds of runbooks, of the sample service while customers use it. */
class GridThresholdsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String API = "path=~\"/api/.*\"";

  private static final OptionalDouble THREE = OptionalDouble.of(3);
  private static final String HEALTH_ERRORS =
      "sum(grid_http_requests_total{path=\"/health\",status=\"503\"})";

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
  }

  private List<ScrapeTarget> pods(Sandbox sandbox) {
    return sandbox.cluster().endpoints(Manifests.NAMESPACE, Manifests.DEPLOYMENT).stream()
        .map(pod -> ScrapeTarget.pod("grid-api", "grid-api-" + pod.getPort(), pod))
        .toList();
  }

  @Test
  void eachThresholdHasAValueAndTheRightOne() throws Exception {
    try (var sandbox = Sandbox.start(directory);
        var prometheus =
            PrometheusServer.start(ScrapeSettings.usual(), () -> pods(sandbox), Clock.systemUTC());
        var grid = new GridClient(sandbox)) {
      var base = prometheus.uri();
      await().atMost(PATIENCE).until(() -> value(base, "count(up == 1)").isPresent());
      for (var i = 0; i < 10; i++) {
        grid.login();
        grid.login("smoke@grid.example", "guess");
        grid.withApiKey();
        grid.withApiKey();
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                near(base, "sum(increase(grid_logins_total[5m]))", 20);
                near(base, share("grid_logins_total", "result=\"failed\"", ""), 0.5);
                // An increase is estimated to the end of its window: it does not show that all
                // pods have been asked since.
                assertThat(value(base, "sum(grid_sessions_active)")).hasValue(10);
              });
      thresholds(base);
    }
  }

  @Test
  void theSeriesOfPodsThatAreNotReadyGoOn() throws Exception {
    try (var sandbox = Sandbox.start(directory)) {
      var base = sandbox.prometheus();
      await().atMost(PATIENCE).until(() -> value(base, "count(up == 1)").equals(THREE));

      shut(sandbox.postgres());

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  sandbox.cluster().endpoints(Manifests.NAMESPACE, Manifests.DEPLOYMENT).isEmpty());
      var errors = value(base, HEALTH_ERRORS).orElseThrow();
      await().atMost(PATIENCE).until(() -> value(base, HEALTH_ERRORS).orElseThrow() > errors + 3);
      assertThat(value(base, "count(up == 1)")).isEqualTo(THREE);
    }
  }

  /** The service's role is thrown out of its database, and does not come back. */
  private static void shut(String postgres) throws SQLException {
    try (var connection = DriverManager.getConnection(postgres);
        var statement = connection.createStatement()) {
      statement.execute("ALTER ROLE grid NOLOGIN");
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'grid'");
    }
  }

  private void thresholds(URI base) {
    near(base, share("grid_http_requests_total", "status=~\"5..\"," + API, API), 0);
    near(base, share("grid_http_requests_total", "status=\"429\"," + API, API), 0);
    near(
        base,
        share(
            "grid_authentications_total",
            "method=\"api_key\",result=\"succeeded\"",
            "method=\"api_key\""),
        1);
    // Each pod's first look-up may miss.
    assertThat(value(base, share("grid_cache_lookups_total", "result=\"hit\"", "")).orElseThrow())
        .isBetween(0.5, 1.0);
    for (var quantile : List.of("0.95", "0.99")) {
      assertThat(value(base, latency(quantile)).orElseThrow()).isBetween(0.0, 2.0);
    }
    assertThat(value(base, "max(grid_database_connections_max)")).hasValue(4);
    // One scrape of few may find a connection in use.
    assertThat(
            value(
                    base,
                    "max(avg_over_time(grid_database_connections_active[5m])"
                        + " / grid_database_connections_max)")
                .orElseThrow())
        .isBetween(0.0, 1.0);
    near(base, "sum(max_over_time(grid_database_connections_pending[5m]))", 0);
    near(base, "sum(increase(grid_redis_errors_total[5m]))", 0);
    assertThat(
            value(
                base,
                "histogram_quantile(0.99, sum by (le)"
                    + " (rate(grid_redis_command_duration_seconds_bucket[5m])))"))
        .isPresent();
  }

  private static String share(String counter, String part, String all) {
    return "sum(rate(%s{%s}[5m])) / sum(rate(%s{%s}[5m]))".formatted(counter, part, counter, all);
  }

  private static String latency(String quantile) {
    return "histogram_quantile(%s, sum by (le) (rate(%s_bucket{%s}[5m])))"
        .formatted(quantile, "grid_http_request_duration_seconds", API);
  }

  private void near(URI base, String query, double expected) {
    assertThat(value(base, query).orElseThrow())
        .as(query)
        .isCloseTo(expected, within(expected * 0.2 + 0.05));
  }

  private OptionalDouble value(URI base, String query) {
    var result = get(base.resolve("/api/v1/query?query=" + encoded(query))).at("/data/result");
    assertThat(result.size()).as(query).isLessThanOrEqualTo(1);
    return result.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(result.at("/0/value/1").asText()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(URI uri) {
    try {
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
