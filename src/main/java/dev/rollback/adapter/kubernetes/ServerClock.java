package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What time an API server says it is in the head of an answer. */
final class ServerClock {
  private ServerClock() {}

  /** By one request that anybody may make; whatever it answers, its head has the time. */
  static Optional<Instant> read(KubernetesClient client, Duration timeout) {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder().uri(client.getConfiguration().getMasterUrl() + "version");
    try {
      var answer =
          http.sendAsync(request.build(), byte[].class)
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(answer.header("Date")).flatMap(ServerClock::parse);
    } catch (ExecutionException e) {
      throw new KubernetesClientException("asking for the time", e.getCause());
    } catch (TimeoutException e) {
      throw new KubernetesClientException("asking for the time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("asking for the time", e);
    }
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // a proxy in between may write what it likes
    }
  }
}
