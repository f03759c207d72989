package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has too much to do, and says when to come back. */
class ThrottlingTest {
  @TempDir Path folder;
  private final StubApi api = StubApi.plain();

  @AfterEach
  void stop() {
    api.close();
  }

  private Connection<KubernetesReader, KubernetesWriter> connect() throws IOException {
    return StubApi.connect(folder, "{server: \"" + api.url() + "\"}", "{token: x}", Map.of());
  }

  /** So many requests are held back. */
  private void throttle(int requests, Map<String, String> headers) {
    var left = new AtomicInteger(requests);
    api.answer(
        _ ->
            left.getAndDecrement() > 0
                ? Optional.of(new StubApi.Answer(429, headers))
                : Optional.empty());
  }

  @Test
  void aRequestIsSentAgainWhenTheServerSays() throws IOException {
    try (var connection = connect()) {
      throttle(2, Map.of("Retry-After", "1"));
      var began = System.nanoTime();
      StubApi.read(connection);
      assertThat(System.nanoTime() - began).isGreaterThan(2_000_000_000L);
    }
    assertThat(api.asked()).hasSize(3);
  }

  @Test
  void aWriteToo() throws IOException {
    try (var connection = connect()) {
      var workload = StubApi.read(connection);
      throttle(1, Map.of("Retry-After", "0"));
      assertThat(connection.writer().update(workload)).isTrue();
    }
    assertThat(api.asked().stream().map(StubApi.Asked::method))
        .containsExactly("GET", "PUT", "PUT");
  }

  @Test
  void longerThanAnAnswerMayTakeIsNotWaited() throws IOException {
    try (var connection = connect()) {
      throttle(1, Map.of("Retry-After", "3600"));
      var failure = catchThrowableOfType(SystemException.class, () -> StubApi.read(connection));
      assertThat(failure.problem()).contains("too much to do", "get deployments.apps/grid-api");
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      throttle(1, Map.of());
      assertThat(catchThrowableOfType(SystemException.class, () -> StubApi.read(connection)))
          .isNotNull();
    }
    assertThat(api.asked()).hasSize(2);
  }
}
