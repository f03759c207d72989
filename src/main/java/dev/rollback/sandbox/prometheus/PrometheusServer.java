package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * A small monitoring server on the loopback address: scrapes targets, keeps their samples for a
 * time, and answers queries as Prometheus 2.42 does. A query that it does not know is refused.
 */
public final class PrometheusServer implements AutoCloseable {
  private final Scraper scraper;
  private final WebServer web;

  private PrometheusServer(Scraper scraper, WebServer web) {
    this.scraper = scraper;
    this.web = web;
  }

  /**
   * Starts to scrape, and to listen on a free port.
   *
   * @param targets asked before each scrape; one that is no longer among them has ended
   * @throws IOException when no port can be bound
   */
  public static PrometheusServer start(
      ScrapeSettings settings, Supplier<List<ScrapeTarget>> targets, Clock clock)
      throws IOException {
    var server = idle(settings, targets, clock);
    server.scraper.start();
    return server;
  }

  /** As {@link #start}, but scrapes only when it is told to. */
  static PrometheusServer idle(
      ScrapeSettings settings, Supplier<List<ScrapeTarget>> targets, Clock clock)
      throws IOException {
    var storage = new Storage(settings.retention());
    var api = new QueryApi(storage, clock);
    var web = WebServer.start(InetAddress.getLoopbackAddress(), 0, api::handle);
    return new PrometheusServer(new Scraper(settings, targets, storage, clock), web);
  }

  /** Its base URL, as {@code prometheus.base} in rollback.yaml. */
  public URI uri() {
    return web.uri();
  }

  /** Scrapes each target once more now, and returns when all have answered or failed. */
  public void scrape() {
    scraper.scrape();
  }

  @Override
  public void close() {
    scraper.close();
    web.close();
  }
}
