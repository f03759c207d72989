package dev.rollback.sandbox.prometheus;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrapes all targets, each by itself, so that a slow one does not hold up the others. */
final class Scraper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);

  private final ScrapeSettings settings;
  private final Supplier<List<ScrapeTarget>> targets;
  private final Storage storage;
  private final Clock clock;
  private final Map<ScrapeTarget, TargetScrape> scrapes = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  Scraper(
      ScrapeSettings settings, Supplier<List<ScrapeTarget>> targets, Storage storage, Clock clock) {
    this.settings = settings;
    this.targets = targets;
    this.storage = storage;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .executor(threads)
            .build();
  }

  /** From now on once in each interval, until it is closed. */
  void start() {
    threads.execute(this::loop);
  }

  private void loop() {
    var interval = settings.interval().toNanos();
    var next = System.nanoTime();
    try {
      do {
        begin();
        next = Math.max(next + interval, System.nanoTime());
      } while (!closed.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException e) {
      if (closed.getCount() > 0) {
        throw e;
      } // else it was closed in the middle of a round
    }
  }

  /** Scrapes each target once, and returns when all of them have answered or failed. */
  void scrape() {
    begin().forEach(CompletableFuture::join);
  }

  private synchronized List<CompletableFuture<Void>> begin() {
    var wanted = wanted();
    var gone = new HashMap<>(scrapes);
    wanted.forEach(gone::remove);
    gone.values().forEach(TargetScrape::end);
    scrapes.keySet().removeAll(gone.keySet());
    return wanted.stream()
        .map(t -> scrapes.computeIfAbsent(t, _ -> new TargetScrape(t, storage, clock)))
        .filter(TargetScrape::begin)
        .map(s -> CompletableFuture.runAsync(() -> s.scrape(client, settings.timeout()), threads))
        .toList();
  }

  /** A round without its targets must not be the last one. */
  private List<ScrapeTarget> wanted() {
    try {
      return targets.get().stream().distinct().toList();
    } catch (RuntimeException e) {
      LOG.warn("the targets cannot be had, those of before are scraped: {}", e.toString());
      return List.copyOf(scrapes.keySet());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
    threads.shutdownNow();
  }
}
