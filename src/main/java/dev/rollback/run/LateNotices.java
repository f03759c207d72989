package dev.rollback.run;

import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What channels are still to be told of a run that no process works on: its gate is not answered
 * yet, it still is as it failed. What is older than a day is no news any more.
 */
public final class LateNotices {
  private static final Duration NEWS = Duration.ofDays(1);

  private LateNotices() {}

  /** Whether there is anything to tell. */
  public static boolean areOwed(RunState run, Scenario scenario, Instant now) {
    return !owed(run, scenario, now).isEmpty();
  }

  private static List<Notice> owed(RunState run, Scenario scenario, Instant now) {
    return run.gone()
        ? List.of()
        : Notices.owed(run, scenario, now).stream()
            .filter(
                notice -> {
                  var at = run.timeline().get(Math.toIntExact(notice.about() - 1)).at();
                  return Elapsed.between(at.plus(notice.after()), now).compareTo(NEWS) < 0;
                })
            .toList();
  }

  /**
   * Tells it, and records what came of that; the run itself stands where it stood.
   *
   * @param journal the run's own, open for writing
   * @throws dev.rollback.diagnostic.SystemException when that cannot be recorded
   */
  public static void tell(BoundScenario scenario, Journal journal, Conditions conditions) {
    var recorder = Recorder.continuing(journal, conditions.listener());
    try (var couriers = new Couriers(scenario.channels(), scenario.at(), recorder, conditions)) {
      var now = conditions.clock().instant();
      couriers.take(run -> owed(run, scenario.scenario(), now));
      couriers.awaitAll(conditions.patience());
    }
  }
}
