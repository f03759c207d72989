package dev.rollback.adapter.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A real Prometheus, which scrapes each second. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_PROMETHEUS", matches = ".+")
class PrometheusLabIT extends PrometheusContract {
  private final Path targets = Path.of(variable("ROLLBACK_LAB_PROMETHEUS_TARGETS"));
  private final String targetsBefore;

  PrometheusLabIT() throws IOException {
    this.targetsBefore = Files.readString(targets);
  }

  private static String variable(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }

  @AfterEach
  void stop() throws IOException {
    Files.writeString(targets, targetsBefore);
  }

  @Override
  protected String base() {
    return variable("ROLLBACK_LAB_PROMETHEUS");
  }

  @Override
  protected void scrape(List<String> addresses) throws IOException {
    Files.writeString(
        targets,
        addresses.stream()
            .map(address -> "{\"targets\": [\"" + address + "\"]}")
            .collect(Collectors.joining(",", "[", "]\n")));
  }
}
