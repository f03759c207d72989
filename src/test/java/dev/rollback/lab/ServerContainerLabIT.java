package dev.rollback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Nothing of a container is left, also where nobody cleans up after a test (Ryuk is off). */
@Tag("lab")
class ServerContainerLabIT {
  private static List<String> all() {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .exec()
        .stream()
        .map(container -> container.getId())
        .toList();
  }

  @Test
  void aContainerIsGoneOnceItIsClosedAlsoAfterItWasKilled() {
    String id;
    try (var server =
        ServerContainer.start(
            "ROLLBACK_LAB_REDIS_IMAGE", "redis:8", 6379, Map.of("SOME", "value"), List.of())) {
      id = server.id();
      assertThat(server.isRunning()).isTrue();
      assertThat(all()).contains(id);
      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(all()).contains(id);
    }
    assertThat(all()).doesNotContain(id);
  }
}
