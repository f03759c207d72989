package dev.rollback.sandbox.service;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What this process counts since it started, in the text format of Prometheus. */
final class Metrics {
  private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

  private final String release;
  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  Metrics(String release) {
    this.release = release;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void request(String path, int status, long durationNanos) {
    String labels = "path=\"" + path + "\",status=\"" + status + "\"";
    requests.computeIfAbsent(labels, ignored -> new LongAdder()).increment();
    for (int i = 0; i < BOUNDS.length; i++) {
      if (durationNanos <= BOUNDS[i] * 1e9) {
        buckets[i].increment();
      }
    }
    count.increment();
    nanos.add(durationNanos);
  }

  void login(boolean success) {
    (success ? succeeded : failed).increment();
  }

  String render() {
    StringBuilder out = new StringBuilder();
    out.append("# TYPE grid_build_info gauge\n");
    out.append("grid_build_info{release=\"").append(release).append("\"} 1\n");
    out.append("# TYPE grid_http_requests_total counter\n");
    requests.forEach(
        (labels, n) -> sample(out, "grid_http_requests_total{" + labels + "}", n.sum()));
    out.append("# TYPE grid_logins_total counter\n");
    sample(out, "grid_logins_total{result=\"succeeded\"}", succeeded.sum());
    sample(out, "grid_logins_total{result=\"failed\"}", failed.sum());
    out.append("# TYPE grid_http_request_duration_seconds histogram\n");
    for (int i = 0; i < BOUNDS.length; i++) {
      sample(
          out,
          "grid_http_request_duration_seconds_bucket{le=\"" + BOUNDS[i] + "\"}",
          buckets[i].sum());
    }
    sample(out, "grid_http_request_duration_seconds_bucket{le=\"+Inf\"}", count.sum());
    out.append("grid_http_request_duration_seconds_sum ")
        .append(String.format(Locale.ROOT, "%.6f", nanos.sum() / 1e9))
        .append('\n');
    sample(out, "grid_http_request_duration_seconds_count", count.sum());
    return out.toString();
  }

  private static void sample(StringBuilder out, String series, long value) {
    out.append(series).append(' ').append(value).append('\n');
  }
}
