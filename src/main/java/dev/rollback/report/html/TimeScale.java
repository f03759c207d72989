package dev.rollback.report.html;

import dev.rollback.run.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Where a moment stands on a line from 0 to 100. Time runs evenly, except where nothing happens for
 * so long that all the rest would be too narrow to be seen: such a stretch is drawn shorter.
 */
final class TimeScale {
  /** No stretch between two events takes more than this share of the line. */
  private static final double LONGEST = 0.3;

  private static final int ROUNDS = 12;
  private static final int MOST_TICKS = 500;

  /** What is written at the beginning of the line stands wholly behind it. */
  private static final double FIRST = 1.4;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1));

  private final List<Instant> moments;
  private final double[] places;
  private final List<Cut> cuts;

  /**
   * A stretch that is drawn shorter than it was.
   *
   * @param from when it began
   * @param to when it ended
   */
  record Cut(Instant from, Instant to) {}

  private TimeScale(List<Instant> moments, double[] places, List<Cut> cuts) {
    this.moments = moments;
    this.places = places;
    this.cuts = cuts;
  }

  /** Of these moments, in any order; at least one. */
  static TimeScale of(List<Instant> events) {
    var moments = List.copyOf(new TreeSet<>(events));
    var widths = new double[moments.size()];
    for (var i = 1; i < widths.length; i++) {
      widths[i] = millis(moments.get(i - 1), moments.get(i));
    }
    var longest = cap(widths);
    var places = new double[widths.length];
    for (var i = 1; i < widths.length; i++) {
      places[i] = places[i - 1] + Math.min(widths[i], longest);
    }
    var whole = Math.max(places[places.length - 1], 1e-9);
    var cuts = new ArrayList<Cut>();
    for (var i = 0; i < places.length; i++) {
      places[i] = places[i] / whole * 100;
      if (widths[i] > longest * 1.5) {
        cuts.add(new Cut(moments.get(i - 1), moments.get(i)));
      }
    }
    return new TimeScale(moments, places, List.copyOf(cuts));
  }

  /** With a few events there is nothing that a long stretch could crowd out. */
  private static double cap(double[] widths) {
    var longest = max(widths);
    if (widths.length < 5) {
      return Math.max(longest, 1e-9);
    }
    var cap = longest;
    for (var round = 0; round < ROUNDS; round++) {
      var sum = 0.0;
      for (var width : widths) {
        sum += Math.min(width, cap);
      }
      cap = Math.min(cap, sum * LONGEST);
    }
    return Math.max(cap, 1e-9);
  }

  private static double max(double[] widths) {
    var longest = 0.0;
    for (var width : widths) {
      longest = Math.max(longest, width);
    }
    return longest;
  }

  private static double millis(Instant from, Instant to) {
    return Elapsed.between(from, to).toNanos() / 1e6;
  }

  /** From 0 to 100; a moment outside stands at the nearer end. */
  double place(Instant at) {
    var found = Collections.binarySearch(moments, at);
    if (found >= 0) {
      return places[found];
    }
    var next = -found - 1;
    if (next == 0 || next == places.length) {
      return next == 0 ? 0 : places[places.length - 1];
    }
    var part = millis(moments.get(next - 1), at) / millis(moments.get(next - 1), moments.get(next));
    return places[next - 1] + (places[next] - places[next - 1]) * part;
  }

  /** The stretches that are not drawn as long as they were. */
  List<Cut> cuts() {
    return cuts;
  }

  /** Round moments, none within {@code apart} of another: as many as there is room for. */
  List<Instant> ticks(double apart) {
    var whole = Elapsed.between(moments.getFirst(), moments.getLast());
    return STEPS.reversed().stream()
        .filter(step -> whole.dividedBy(step) <= MOST_TICKS)
        .map(step -> ticks(step, apart))
        .reduce((most, next) -> next.size() > most.size() ? next : most)
        .orElseGet(() -> List.of(moments.getFirst()));
  }

  private List<Instant> ticks(Duration step, double apart) {
    var from = moments.getFirst();
    var to = moments.getLast();
    var ticks = new ArrayList<Instant>();
    ticks.add(from);
    var last = 0.0;
    var size = step.toMillis();
    for (var at = (from.toEpochMilli() / size + 1) * size; at < to.toEpochMilli(); at += size) {
      var place = place(Instant.ofEpochMilli(at));
      var room = ticks.size() == 1 ? apart * FIRST : apart;
      if (place - last >= room && place <= 100 - apart / 3) {
        ticks.add(Instant.ofEpochMilli(at));
        last = place;
      }
    }
    return List.copyOf(ticks);
  }
}
