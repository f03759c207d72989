package dev.rollback.sandbox.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sandbox's Alertmanager, and what only its clock shows. */
class AlertmanagerServerTest extends AlertmanagerApiContract {
  private static final Map<String, String> LABELS = Map.of("alertname", "Slow", "job", "grid");

  private volatile Instant now = Instant.now();
  private final InstantSource source = () -> now;
  private final AlertmanagerServer server =
      AlertmanagerServer.start(source.withZone(ZoneOffset.UTC));

  AlertmanagerServerTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected String base() {
    return server.uri().toString();
  }

  @Test
  void aSilenceEndsByItself() throws Exception {
    silence(now.plus(Duration.ofMinutes(30)));
    assertThat(server.silenced(LABELS)).isTrue();
    assertThat(server.silenced(Map.of("alertname", "Other"))).isFalse();
    assertThat(server.silences())
        .singleElement()
        .satisfies(s -> assertThat(s.matchers()).isEqualTo("alertname=Slow, job=~gr.*"))
        .satisfies(s -> assertThat(s.active()).isTrue());
    now = now.plus(Duration.ofMinutes(30));
    assertThat(server.silenced(LABELS)).isFalse();
    assertThat(server.silences()).singleElement().matches(s -> !s.active());
  }

  private void silence(Instant ends) throws Exception {
    var body =
        """
        {"matchers": [{"name": "alertname", "value": "Slow", "isRegex": false},
                      {"name": "job", "value": "gr.*", "isRegex": true}],
         "createdBy": "me", "comment": "why", "startsAt": "%s", "endsAt": "%s"}
        """
            .formatted(now, ends);
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(base() + "/api/v2/silences"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAlertOfWhichNothingIsHeardIsResolved() throws Exception {
    server.fire(LABELS);
    assertThat(alerts()).contains("\"alertname\":\"Slow\"");
    now = now.plus(Duration.ofMinutes(5));
    assertThat(alerts()).isEqualTo("[]");
    server.fire(LABELS);
    assertThat(alerts()).contains("\"alertname\":\"Slow\"");
    server.resolve(LABELS);
    assertThat(alerts()).isEqualTo("[]");
  }

  private String alerts() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(base() + "/api/v2/alerts")).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
