package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.prometheus.promql.Labels;
import dev.rollback.sandbox.prometheus.promql.Point;
import dev.rollback.sandbox.prometheus.promql.SeriesSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The samples of one series, in order of time. Its storage guards it. */
final class StoredSeries implements SeriesSource.Samples {
  /** Says that the series had ended by then: the NaN that Prometheus has for it. */
  private static final long ENDED = 0x7ff0000000000002L;

  private final Labels labels;
  private long[] times = new long[16];
  private long[] values = new long[16];
  private int first;
  private int end;

  StoredSeries(Labels labels) {
    this.labels = labels;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  /** One that is not later than the last one is left out. */
  void add(long at, double value) {
    put(at, Double.doubleToLongBits(value));
  }

  /** Nothing counts until there is a sample again. */
  void end(long at) {
    if (end > first && values[end - 1] != ENDED) {
      put(at, ENDED);
    }
  }

  private void put(long at, long value) {
    if (end > first && at <= times[end - 1]) {
      return;
    }
    if (end == times.length) {
      makeRoom();
    }
    times[end] = at;
    values[end] = value;
    end++;
  }

  private void makeRoom() {
    var count = end - first;
    var room = Math.max(16, count * 2);
    times = Arrays.copyOf(Arrays.copyOfRange(times, first, end), room);
    values = Arrays.copyOf(Arrays.copyOfRange(values, first, end), room);
    first = 0;
    end = count;
  }

  /**
   * Forgets what is older.
   *
   * @return whether there is anything left
   */
  boolean forget(long oldest) {
    first = index(oldest);
    return first < end;
  }

  /** The first sample that is not earlier. */
  private int index(long at) {
    var found = Arrays.binarySearch(times, first, end, at);
    return found >= 0 ? found : -found - 1;
  }

  @Override
  public Optional<Point> latest(long from, long to) {
    var last = index(to + 1) - 1;
    return last >= first && times[last] >= from && values[last] != ENDED
        ? Optional.of(point(last))
        : Optional.empty();
  }

  @Override
  public List<Point> between(long from, long to) {
    var points = new ArrayList<Point>();
    var after = index(to + 1);
    for (var i = index(from); i < after; i++) {
      if (values[i] != ENDED) {
        points.add(point(i));
      }
    }
    return points;
  }

  private Point point(int index) {
    return new Point(times[index], Double.longBitsToDouble(values[index]));
  }
}
