package dev.rollback.sandbox.prometheus.promql;

import java.util.List;
import java.util.Optional;

/** Where the samples are. It does not change while a query is evaluated. */
public interface SeriesSource {

  /** The series that all of these match. */
  List<? extends Samples> select(List<Matcher> matchers);

  /** The samples of one series. Times are in milliseconds since 1970. */
  interface Samples {
    /** What makes it this one. */
    Labels labels();

    /** The last sample of a time, both ends included, unless the series had ended by then. */
    Optional<Point> latest(long from, long to);

    /** All samples of a time, both ends included, in order. */
    List<Point> between(long from, long to);
  }
}
