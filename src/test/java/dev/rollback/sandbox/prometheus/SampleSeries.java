package dev.rollback.sandbox.prometheus;

import java.util.Random;

/**
 * What an exporter says, round after round, with its own timestamps: whoever scrapes it has the
 * same samples. Counters that begin anew, series that come, pause and go, histograms, gauges, and
 * numbers that are none.
 *
 * @param prefix of all names of metrics
 * @param base when it begins, in milliseconds since 1970
 */
record SampleSeries(String prefix, long base) {
  static final int ROUNDS = 24;
  private static final long DISTANCE = 15_000;
  private static final double[] BOUNDS = {0.1, 0.5, 1, 2, 5};

  /** When the last samples are. */
  long end() {
    return base + ROUNDS * DISTANCE;
  }

  /** What is exposed in a round. */
  String page(int round) {
    var page = new StringBuilder("# HELP x of a test\n# TYPE x untyped\n");
    counters(page, round);
    histogram(page, round);
    gauges(page, round);
    sample(page, "round", "", round, at(round, 0));
    return page.toString();
  }

  /** Not quite regular, as scrapes are. */
  private long at(int round, int series) {
    return base + round * DISTANCE + new Random(round * 31L + series).nextInt(-900, 900);
  }

  private void counters(StringBuilder page, int round) {
    var series = 0;
    for (var path : new String[] {"/a", "/b", "/c d"}) {
      for (var status : new String[] {"200", "429", "500"}) {
        series++;
        var begins = series == 2 ? 6 : 0;
        var pauses = series == 4 && round > 8 && round < 14;
        var goes = series == 5 && round > 16;
        if (round >= begins && !pauses && !goes) {
          sample(
              page,
              "requests_total",
              "path=\"" + path + "\",status=\"" + status + "\"",
              counted(series, series == 7 ? 11 : 0, round),
              at(round, series));
        }
      }
    }
  }

  /** How much was counted since the last restart. */
  private static double counted(int series, int restart, int round) {
    var sum = series * 10.0;
    for (var i = round >= restart ? restart : 0; i <= round; i++) {
      sum = i == restart && restart > 0 ? 0 : sum + new Random(series * 1000L + i).nextInt(40);
    }
    return sum;
  }

  private void histogram(StringBuilder page, int round) {
    for (var path : new String[] {"/a", "/b"}) {
      var count = 0.0;
      for (var bucket = 0; bucket <= BOUNDS.length; bucket++) {
        // Nobody asks for the second one until half of the time is over.
        count += path.equals("/b") && round < 12 ? 0 : counted(bucket + 20, 0, round);
        var bound = bucket < BOUNDS.length ? Double.toString(BOUNDS[bucket]) : "+Inf";
        var labels = "path=\"" + path + "\",le=\"" + bound + "\"";
        sample(page, "seconds_bucket", labels, count, at(round, 50));
      }
      sample(page, "seconds_count", "path=\"" + path + "\"", count, at(round, 50));
    }
  }

  private void gauges(StringBuilder page, int round) {
    var in = new Random(round).nextInt(5);
    sample(page, "pool_active", "", in, at(round, 60));
    sample(page, "pool_max", "", 4, at(round, 60));
    sample(page, "memory", "kind=\"heap\"", -3.5 + round * 0.25, at(round, 61));
    sample(page, "memory", "kind=\"quote\\\"back\\\\slash\"", 1e9 / (round + 1), at(round, 61));
    sample(page, "odd", "", round % 5 == 0 ? Double.NaN : round, at(round, 62));
    sample(page, "endless", "", round % 7 == 0 ? Double.POSITIVE_INFINITY : 1e-9, at(round, 62));
    sample(page, "zero_total", "", 0, at(round, 63));
  }

  private void sample(StringBuilder page, String name, String labels, double value, long at) {
    page.append(prefix).append(name);
    if (!labels.isEmpty()) {
      page.append('{').append(labels).append('}');
    }
    var text = Double.isInfinite(value) ? "+Inf" : Double.toString(value).replace("E", "e");
    page.append(' ').append(text).append(' ').append(at).append('\n');
  }
}
