package dev.rollback.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When what was done in a run, to be drawn: a lane for each step and check that had a turn.
 *
 * @param from when the run began
 * @param to when the last thing happened
 * @param lanes in the order of the plan
 * @param marks what happened to the run as a whole
 * @param zone of the times that are shown
 */
public record Lanes(
    Instant from, Instant to, List<Lane> lanes, List<Report.Mark> marks, ZoneId zone) {
  /**
   * One lane.
   *
   * @param number the step's place, counted from 1; empty for a check before or after the steps
   * @param title what it is
   * @param word how it ended
   * @param tone whether that is as it should be
   */
  public record Lane(
      Optional<Integer> number, String title, String word, Tone tone, List<Report.Span> spans) {}

  /**
   * What is said of a stretch of time: {@code 03:12:31 to 03:13:24 (47 s): waited for an answer}.
   */
  public String says(Report.Span span) {
    return "%s to %s (%s): %s"
        .formatted(
            Words.time(span.from(), zone),
            Words.time(span.to(), zone),
            Words.duration(dev.rollback.run.Elapsed.between(span.from(), span.to())),
            Words.span(span));
  }

  /** What is said of a moment. */
  public String says(Report.Mark mark) {
    return Words.time(mark.at(), zone) + ": " + mark.what();
  }

  /** A time of day, for the axis. */
  public String time(Instant at) {
    return Words.time(at, zone);
  }
}
