package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.prometheus.Exposition.Line;
import dev.rollback.sandbox.prometheus.Exposition.UnreadableException;
import dev.rollback.sandbox.prometheus.Storage.Sample;
import dev.rollback.sandbox.prometheus.promql.Labels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrapes one target, and knows which series it had: those that it has no more have ended. */
final class TargetScrape {
  private static final Logger LOG = LoggerFactory.getLogger(TargetScrape.class);
  private static final int LONGEST_PAGE = 8 * 1024 * 1024;

  private final ScrapeTarget target;
  private final Storage storage;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private Set<Labels> before = new HashSet<>();
  private boolean gone;

  TargetScrape(ScrapeTarget target, Storage storage, Clock clock) {
    this.target = target;
    this.storage = storage;
    this.clock = clock;
  }

  /** Whether a scrape may begin: the one before has ended. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  /** One scrape, after {@link #begin}. */
  void scrape(HttpClient client, Duration timeout) {
    try {
      var at = clock.millis();
      var start = System.nanoTime();
      var page = page(client, timeout);
      keep(page, at, (System.nanoTime() - start) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being closed
    } finally {
      busy.set(false);
    }
  }

  /** What the target has, or nothing where it cannot be had: then it is not up. */
  private Optional<List<Line>> page(HttpClient client, Duration timeout)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(target.address().resolve("/metrics"))
            .timeout(timeout)
            .header("Accept", "text/plain;version=0.0.4")
            .build();
    try {
      var answer =
          client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_PAGE));
      if (answer.statusCode() == 200) {
        return Optional.of(Exposition.read(answer.body()));
      }
      LOG.debug("{}: HTTP {}", target.address(), answer.statusCode());
    } catch (IOException | UnreadableException e) {
      LOG.debug("{}: {}", target.address(), e.toString());
    }
    return Optional.empty();
  }

  private synchronized void keep(Optional<List<Line>> page, long at, double seconds) {
    if (gone) {
      return; // it ended while it was asked
    }
    var lines = page.orElseGet(List::of);
    var samples = new ArrayList<Sample>();
    var now = new HashSet<Labels>();
    for (var line : lines) {
      var labels = labels(line.labels());
      samples.add(new Sample(labels, line.at().orElse(at), line.value()));
      // Who says when it was is not asked whether it still is.
      if (line.at().isEmpty()) {
        now.add(labels);
      }
    }
    samples.add(own("up", at, page.isPresent() ? 1 : 0));
    samples.add(own("scrape_duration_seconds", at, seconds));
    samples.add(own("scrape_samples_scraped", at, lines.size()));
    before.removeAll(now);
    storage.add(samples, before, at);
    before = now;
  }

  /** The target is no longer one. */
  synchronized void end() {
    gone = true;
    for (var name : List.of("up", "scrape_duration_seconds", "scrape_samples_scraped")) {
      before.add(own(name, 0, 0).labels());
    }
    storage.add(List.of(), before, clock.millis());
  }

  private Sample own(String name, long at, double value) {
    var labels = new TreeMap<>(target.labels());
    labels.put(Labels.NAME, name);
    return new Sample(new Labels(labels), at, value);
  }

  /** What a target calls as we do is kept under another name. */
  private Labels labels(Labels exposed) {
    var labels = new TreeMap<>(target.labels());
    exposed
        .all()
        .forEach(
            (name, value) ->
                labels.put(labels.containsKey(name) ? "exported_" + name : name, value));
    return new Labels(labels);
  }
}
