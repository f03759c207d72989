package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks that were read outside of a run. */
final class CheckRuns {
  private static final Duration TOOK = Duration.ofSeconds(130);

  private CheckRuns() {}

  /** All of them were read. */
  static CheckRun of(CheckResult... results) {
    return of(List.of(results), Optional.empty());
  }

  /** The same, and one more that was not, since somebody has stopped it. */
  static CheckRun interrupted(String unread, CheckResult... results) {
    return of(
        List.of(results),
        Optional.of(
            new Rounds.Reading(unread, "Not yet", "http.get", Optional.empty(), Duration.ZERO)));
  }

  private static CheckRun of(List<CheckResult> results, Optional<Rounds.Reading> unread) {
    var read =
        results.stream()
            .map(
                r ->
                    new Rounds.Reading(
                        r.id(), r.name(), r.check(), Optional.of(r), Duration.ofMillis(1500)));
    return new CheckRun(
        "smoke",
        "staging",
        Samples.AT,
        true,
        unread.map(_ -> "SIGINT"),
        new Rounds.Ended(Stream.concat(read, unread.stream()).toList(), TOOK, unread.isPresent()));
  }
}
