package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.CheckSamples.Range;
import dev.rollback.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the journal holds of the readings of one check, however often it was judged. */
final class CheckReadings {
  private final List<Report.Reading> each = new ArrayList<>();
  private final Map<String, Range> ranges = new TreeMap<>();
  private Optional<Instant> passed = Optional.empty();
  private Optional<Instant> since = Optional.empty();
  private int count;
  private boolean waited;
  private boolean unknown;

  /** Of a check that was read once, while the plan was made. */
  static CheckReadings of(CheckResult result) {
    var readings = new CheckReadings();
    readings.add(result.at(), new RunEvent.CheckRead(result.id(), result));
    return readings;
  }

  /**
   * One judgement more.
   *
   * @param at when the journal says that it was made: one clock for the whole report
   */
  void add(Instant at, RunEvent.CheckRead read) {
    var result = read.result();
    read.samples()
        .ifPresentOrElse(
            samples -> add(samples, result),
            () -> each.add(new Report.Reading(at, result.verdict(), result.values())));
    waited |= read.samples().isPresent();
    // Journals of 0.1.0 say how many readings there were, and nothing else of them.
    unknown |= read.samples().isEmpty() && result.samples() > 1;
    count += result.samples();
    join(read.samples().orElseGet(() -> CheckSamples.of(at, result)));
  }

  private void add(CheckSamples samples, CheckResult result) {
    samples.kept().stream()
        .limit(samples.kept().size() - 1L)
        .forEach(s -> each.add(new Report.Reading(s.at(), s.verdict(), s.values())));
    // Of the last one all is known that was read.
    var last = samples.kept().getLast();
    each.add(new Report.Reading(last.at(), last.verdict(), result.values()));
  }

  private void join(CheckSamples more) {
    passed = passed.or(more::passed);
    since = more.since();
    more.ranges().forEach((name, range) -> ranges.merge(name, range, Range::and));
  }

  /** Those that are known one by one, in order. */
  List<Report.Reading> each() {
    return List.copyOf(each);
  }

  /** All of them together, where they are too many to be told one by one: where it was waited. */
  Optional<Report.Sampled> all() {
    return waited && !unknown
        ? Optional.of(new Report.Sampled(count, passed, since, ranges))
        : Optional.empty();
  }
}
