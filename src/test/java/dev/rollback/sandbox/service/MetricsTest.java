package dev.rollback.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.service.Metrics.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service says of itself. */
class MetricsTest {
  private static final long MILLISECOND = 1_000_000;

  private volatile Instant now = Instant.EPOCH;
  private final InstantSource source = () -> now;
  private final ActiveSessions sessions = new ActiveSessions(source.withZone(ZoneOffset.UTC));
  private final Metrics metrics =
      new Metrics("1.0", List.of("/a", "/b"), new Database("jdbc:unused", "", ""), sessions);

  @Test
  void allThatCanBeCountedIsThereFromTheStart() {
    assertThat(lines())
        .contains(
            "grid_http_requests_total{path=\"/a\",status=\"200\"} 0",
            "grid_http_requests_total{path=\"/b\",status=\"500\"} 0",
            "grid_logins_total{result=\"failed\"} 0",
            "grid_authentications_total{method=\"api_key\",result=\"failed\"} 0",
            "grid_cache_lookups_total{result=\"miss\"} 0",
            "grid_redis_errors_total 0",
            "grid_database_connections_active 0",
            "grid_database_connections_max 4",
            "grid_database_connections_pending 0",
            "grid_sessions_active 0",
            "grid_http_request_duration_seconds_count{path=\"/a\"} 0");
  }

  @Test
  void bucketsAreCumulativeAndOfEachPath() {
    metrics.request("/a", 200, 4 * MILLISECOND);
    metrics.request("/a", 200, 2000 * MILLISECOND);
    metrics.request("/a", 500, 60_000 * MILLISECOND);
    metrics.request("/c", 404, MILLISECOND);
    assertThat(lines())
        .contains(
            "grid_http_request_duration_seconds_bucket{path=\"/a\",le=\"0.005\"} 1",
            "grid_http_request_duration_seconds_bucket{path=\"/a\",le=\"1.5\"} 1",
            "grid_http_request_duration_seconds_bucket{path=\"/a\",le=\"2.0\"} 2",
            "grid_http_request_duration_seconds_bucket{path=\"/a\",le=\"10.0\"} 2",
            "grid_http_request_duration_seconds_bucket{path=\"/a\",le=\"+Inf\"} 3",
            "grid_http_request_duration_seconds_sum{path=\"/a\"} 62.004000",
            "grid_http_request_duration_seconds_count{path=\"/a\"} 3",
            "grid_http_request_duration_seconds_count{path=\"/b\"} 0",
            "grid_http_request_duration_seconds_count{path=\"/c\"} 1",
            "grid_http_requests_total{path=\"/a\",status=\"200\"} 2",
            "grid_http_requests_total{path=\"/c\",status=\"404\"} 1");
  }

  @Test
  void whoSaysWhoTheyAreIsCountedByHow() {
    metrics.login(false);
    metrics.login(true);
    metrics.authentication(Credential.TOKEN, false);
    metrics.cacheLookup(true);
    metrics.redisError();
    metrics.redisCommand("SCAN", 200 * MILLISECOND);
    assertThat(lines())
        .contains(
            "grid_logins_total{result=\"failed\"} 1",
            "grid_authentications_total{method=\"password\",result=\"succeeded\"} 1",
            "grid_authentications_total{method=\"token\",result=\"failed\"} 1",
            "grid_cache_lookups_total{result=\"hit\"} 1",
            "grid_redis_errors_total 1",
            "grid_redis_command_duration_seconds_bucket{command=\"scan\",le=\"0.1\"} 0",
            "grid_redis_command_duration_seconds_bucket{command=\"scan\",le=\"0.5\"} 1");
  }

  @Test
  void aSessionIsActiveUntilItEndsOrIsNotUsedForFiveMinutes() {
    sessions.used("one");
    sessions.used("two");
    sessions.used("two");
    assertThat(lines()).contains("grid_sessions_active 2");
    sessions.ended("one");
    assertThat(sessions.count()).isEqualTo(1);
    now = Instant.EPOCH.plus(Duration.ofMinutes(5));
    assertThat(sessions.count()).isEqualTo(1);
    now = Instant.EPOCH.plus(Duration.ofMinutes(5)).plusMillis(1);
    assertThat(sessions.count()).isZero();
  }

  private List<String> lines() {
    return metrics.render().lines().toList();
  }
}
