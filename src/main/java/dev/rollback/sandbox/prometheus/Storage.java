package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.prometheus.promql.Labels;
import dev.rollback.sandbox.prometheus.promql.Matcher;
import dev.rollback.sandbox.prometheus.promql.SeriesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** Samples in memory. A query sees all of a scrape, or nothing of it. Times are in milliseconds. */
final class Storage {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Map<String, StoredSeries>> byName = new TreeMap<>();
  private final long retention;
  private long forgotten;

  /** A sample of a series. */
  record Sample(Labels labels, long at, double value) {}

  /** An empty one, that keeps samples for so long. */
  Storage(Duration retention) {
    this.retention = retention.toMillis();
  }

  /** Takes what a scrape gave, and that these series have ended. */
  void add(List<Sample> samples, Collection<Labels> ended, long at) {
    lock.writeLock().lock();
    try {
      samples.forEach(sample -> series(sample.labels()).add(sample.at(), sample.value()));
      ended.forEach(labels -> series(labels).end(at));
      forget(at - retention);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private StoredSeries series(Labels labels) {
    return byName
        .computeIfAbsent(labels.get(Labels.NAME), _ -> new TreeMap<>())
        .computeIfAbsent(labels.toString(), _ -> new StoredSeries(labels));
  }

  /** Now and then: most of the time there is little to forget. */
  private void forget(long oldest) {
    if (oldest - forgotten < retention / 30) {
      return;
    }
    forgotten = oldest;
    byName.values().forEach(all -> all.values().removeIf(series -> !series.forget(oldest)));
    byName.values().removeIf(Map::isEmpty);
  }

  /** Answers a query; nothing changes meanwhile. */
  <T> T query(Function<SeriesSource, T> query) {
    lock.readLock().lock();
    try {
      return query.apply(this::select);
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<StoredSeries> select(List<Matcher> matchers) {
    var found = new ArrayList<StoredSeries>();
    for (var named : named(matchers)) {
      for (var series : named.values()) {
        if (matchers.stream().allMatch(m -> m.matches(series.labels().get(m.name())))) {
          found.add(series);
        }
      }
    }
    return found;
  }

  /** Those of one name, where a matcher gives it. */
  private Collection<Map<String, StoredSeries>> named(List<Matcher> matchers) {
    for (var matcher : matchers) {
      if (matcher instanceof Matcher.Equal(var label, var value, var negated)
          && label.equals(Labels.NAME)
          && !negated) {
        return Optional.ofNullable(byName.get(value)).map(List::of).orElseGet(List::of);
      }
    }
    return byName.values();
  }
}
