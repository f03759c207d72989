package dev.rollback.sandbox.service;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How long things of one kind took: a histogram in the text format of Prometheus. */
final class Histogram {
  private static final double NANOS = 1e9;

  private final String name;
  private final String labels;
  private final double[] bounds;
  private final LongAdder[] buckets;
  private final LongAdder nanos = new LongAdder();

  /**
   * An empty one.
   *
   * @param labels as they are written, without braces
   * @param bounds the upper bounds of its buckets in seconds, ascending; one without end is added
   */
  Histogram(String name, String labels, double... bounds) {
    this.name = name;
    this.labels = labels;
    this.bounds = bounds.clone();
    this.buckets =
        Stream.generate(LongAdder::new).limit(bounds.length + 1).toArray(LongAdder[]::new);
  }

  void observe(long durationNanos) {
    // The sum first: a reader in between never sees a count without its time.
    nanos.add(durationNanos);
    buckets[bucket(durationNanos / NANOS)].increment();
  }

  private int bucket(double seconds) {
    for (int i = 0; i < bounds.length; i++) {
      if (seconds <= bounds[i]) {
        return i;
      }
    }
    return bounds.length;
  }

  /** Cumulative, as the format wants it: each bucket counts all that are below its bound. */
  void render(StringBuilder out) {
    long count = 0;
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i].sum();
      String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
      out.append(name).append("_bucket{").append(labels).append(",le=\"").append(bound);
      out.append("\"} ").append(count).append('\n');
    }
    String own = "{" + labels + "} ";
    out.append(name).append("_sum").append(own);
    out.append(String.format(Locale.ROOT, "%.6f", nanos.sum() / NANOS)).append('\n');
    out.append(name).append("_count").append(own).append(count).append('\n');
  }
}
