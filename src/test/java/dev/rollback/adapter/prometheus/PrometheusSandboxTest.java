package dev.rollback.adapter.prometheus;

import dev.rollback.sandbox.prometheus.PrometheusServer;
import dev.rollback.sandbox.prometheus.ScrapeSettings;
import dev.rollback.sandbox.prometheus.ScrapeTarget;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The sandbox's Prometheus. */
class PrometheusSandboxTest extends PrometheusContract {
  private volatile List<ScrapeTarget> targets = List.of();
  private final PrometheusServer server;

  PrometheusSandboxTest() throws IOException {
    this.server = PrometheusServer.start(ScrapeSettings.usual(), () -> targets, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected String base() {
    return server.uri().toString();
  }

  @Override
  protected void scrape(List<String> addresses) {
    targets =
        addresses.stream()
            .map(address -> ScrapeTarget.of("lab", URI.create("http://" + address)))
            .toList();
  }
}
