package dev.rollback.adapter.prometheus;

import dev.rollback.action.Requirement.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is asked of Prometheus. Every method may throw {@link
 * dev.rollback.diagnostic.SystemException}, with the server's own words where it refused a query.
 */
public interface PrometheusReader {

  /** The values now, by the server's clock. */
  Result now(String query);

  /**
   * The values at regular times up to now, by the server's clock.
   *
   * @param points how many times
   * @param step how far they are from each other
   */
  Result upToNow(String query, int points, Duration step);

  /**
   * Whether the server takes such a query from this user. That it is away is a warning only: it may
   * be back when the query is needed.
   *
   * @param window whether it will be asked over a window
   */
  Finding accepts(String query, boolean window);

  /**
   * An answer.
   *
   * @param warnings what the server says about its own answer: a part of the data was not to be had
   */
  record Result(List<Series> series, List<String> warnings) {
    /** Keeps its own copies. */
    public Result {
      series = List.copyOf(series);
      warnings = List.copyOf(warnings);
    }
  }

  /** One series; a scalar is one without labels. */
  record Series(Map<String, String> labels, List<Sample> samples) {
    /** Keeps its own copy, in order of time. */
    public Series {
      samples = List.copyOf(samples);
    }
  }

  /** A value at a time. */
  record Sample(Instant at, double value) {}
}
