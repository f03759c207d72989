package dev.rollback.report;

import dev.rollback.plan.CheckResult.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One number that a check read, over time, with what it is compared with.
 *
 * @param title the check, and which of its values
 * @param points at least one, in the order of the journal
 * @param limits what the expectation compares it with
 * @param zone of the times that are shown
 * @param all all the readings in a sentence, also those that are no points; where it was waited for
 *     them
 */
public record Series(
    String title, List<Point> points, List<Limit> limits, ZoneId zone, Optional<String> all) {
  /** One reading. */
  public record Point(Instant at, double value, String text, Verdict verdict) {}

  /**
   * A number that it is compared with.
   *
   * @param label in words: {@code has to be < 0.05}
   */
  public record Limit(String label, double value, Kind kind) {}

  /** What a limit is. */
  public enum Kind {
    /** What the expectation names. */
    THRESHOLD,
    /** What the same check read when the plan was made. */
    BASELINE
  }

  private static final int MOST_SAID = 20;

  /** Of more readings than these, a line that sums them up says more than a line of each. */
  private static final int FEW = 5;

  /** The readings in a few lines, for who sees no drawing. */
  public List<String> lines() {
    var each =
        all.isEmpty() || points.size() <= FEW
            ? says()
            : List.of("last read at " + says(points.getLast()));
    return Stream.concat(all.stream(), each.stream()).toList();
  }

  /** What is said of the readings; of many, of the first ones and the last. */
  public List<String> says() {
    var said = points.stream().limit(MOST_SAID).map(this::says);
    return points.size() <= MOST_SAID
        ? said.toList()
        : Stream.concat(
                said,
                Stream.of(
                    "%,d more readings".formatted(points.size() - MOST_SAID - 1),
                    says(points.getLast())))
            .toList();
  }

  /** What is said of a reading: {@code 03:18:39: 0.011, PASS}. */
  public String says(Point point) {
    return time(point.at()) + ": " + point.text() + ", " + ChecksText.verdict(point.verdict());
  }

  /** A time of day. */
  public String time(Instant at) {
    return Words.time(at, zone);
  }
}
