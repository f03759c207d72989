package dev.rollback.plan;

import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.scenario.BoundStep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a scenario's checks in rounds, for whoever waits until a deployment is healthy. Healthy
 * means that all of them passed in one round: a check that passed early and fails later fails.
 */
public final class Rounds {
  private final Judge judge;
  private final Clock clock;
  private final Pause pause;
  private final Consumer<CheckResult> heard;

  /**
   * Reads with this judge, and waits between rounds as {@code pause} does.
   *
   * @param heard is told of each reading
   */
  public Rounds(Judge judge, Clock clock, Pause pause, Consumer<CheckResult> heard) {
    this.heard = heard;
    this.judge = judge;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * What became of one check.
   *
   * @param result the last reading; empty where it was never read
   * @param time how long its readings took together
   */
  public record Reading(
      String id, String name, String check, Optional<CheckResult> result, Duration time) {
    /** Whether it passed when it was read last. */
    public boolean passed() {
      return result.filter(r -> r.verdict() == Verdict.PASS).isPresent();
    }
  }

  /**
   * What became of all of them.
   *
   * @param took how long it was waited and read
   * @param stopped whether somebody wanted it to stop before it was known
   */
  public record Ended(List<Reading> readings, Duration took, boolean stopped) {
    /** Whether all passed in one round. */
    public boolean healthy() {
      return !stopped && readings.stream().allMatch(Reading::passed);
    }

    /** What was read, in the order of the checks. */
    public List<CheckResult> results() {
      return readings.stream().flatMap(r -> r.result().stream()).toList();
    }
  }

  /** One round, in which each check has the patience that its runbook gives it. */
  public Ended once(List<BoundStep.Check<?, ?, ?>> checks) {
    var time = new Waiting(clock);
    var all = checks.stream().map(Watched::new).toList();
    var goOn = true;
    for (var each : all) {
      goOn = goOn && each.judged(time);
    }
    return ended(all, time, !goOn);
  }

  /**
   * Rounds until all pass in one, or so much time is over. What does not pass is read again, each
   * check as often as its {@code every} says; when nothing is left or the time is over, all are
   * read once more, which may take longer than the time by one reading of each. The patience of a
   * single check ({@code within}) counts for nothing here; how long it must pass ({@code for})
   * does.
   *
   * @param wait how long; what compares with a baseline can never pass here, and is not waited for
   */
  public Ended until(List<BoundStep.Check<?, ?, ?>> checks, Duration wait) {
    var time = new Waiting(clock);
    var all = checks.stream().map(Watched::new).toList();
    var deadline = checks.stream().anyMatch(BoundStep.Check::compares) ? Duration.ZERO : wait;
    var goOn = round(all, time);
    while (goOn && !settled(all) && time.soFar().compareTo(deadline) < 0) {
      goOn = retried(all, time, deadline) && round(all, time);
    }
    all.forEach(Watched::conclude);
    return ended(all, time, !goOn);
  }

  private static boolean settled(List<Watched> all) {
    return all.stream().allMatch(w -> w.settled);
  }

  /** Reads each once; false when somebody wants it to stop. */
  private boolean round(List<Watched> all, Waiting time) {
    for (var each : all) {
      if (!each.read(time)) {
        return false;
      }
    }
    return true;
  }

  /** Reads those that do not pass until all do, or the time is over; false when it is to stop. */
  private boolean retried(List<Watched> all, Waiting time, Duration deadline) {
    while (!settled(all) && time.soFar().compareTo(deadline) < 0) {
      var left = all.stream().filter(w -> !w.settled).toList();
      var next = left.stream().map(w -> w.due).min(Duration::compareTo).orElse(deadline);
      var until = next.compareTo(deadline) < 0 ? next : deadline;
      if (!waited(until, time)) {
        return false;
      }
      var now = time.soFar();
      for (var each : left) {
        if (each.due.compareTo(now) <= 0 && !each.read(time)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean waited(Duration until, Waiting time) {
    var left = until.minus(time.soFar());
    if (left.isNegative()) {
      return goesOn();
    }
    var goOn = pause.pause(left);
    time.paused(left);
    return goOn;
  }

  private boolean goesOn() {
    return pause.pause(Duration.ZERO);
  }

  private static Ended ended(List<Watched> all, Waiting time, boolean stopped) {
    return new Ended(all.stream().map(Watched::reading).toList(), time.soFar(), stopped);
  }

  /** One check under way. */
  private final class Watched {
    private final BoundStep.Check<?, ?, ?> check;
    private Optional<CheckResult> last = Optional.empty();
    private Optional<Duration> passingSince = Optional.empty();
    private Duration passingFor = Duration.ZERO;
    private Duration due = Duration.ZERO;
    private Duration spent = Duration.ZERO;
    private int samples;
    private boolean settled;

    Watched(BoundStep.Check<?, ?, ?> check) {
      this.check = check;
    }

    /** With its own patience; false when it is to stop. */
    boolean judged(Waiting time) {
      var before = time.soFar();
      if (!goesOn()) {
        return false;
      }
      last = Optional.of(judge.judge(check));
      last.ifPresent(heard);
      spent = time.soFar().minus(before);
      return goesOn();
    }

    /** Once; false, and not read, when it is to stop. */
    boolean read(Waiting time) {
      if (!goesOn()) {
        return false;
      }
      var before = time.soFar();
      var result = judge.once(check, Optional.empty());
      var now = time.soFar();
      heard.accept(result);
      samples++;
      spent = spent.plus(now.minus(before));
      due = now.plus(check.every());
      last = Optional.of(result);
      var passed = result.verdict() == Verdict.PASS;
      passingSince = passed ? Optional.of(passingSince.orElse(now)) : Optional.empty();
      passingFor = passingSince.map(now::minus).orElse(Duration.ZERO);
      settled = passed && passingFor.compareTo(sustained()) >= 0;
      return true;
    }

    private Duration sustained() {
      return check.sustained().orElse(Duration.ZERO);
    }

    /** What passes now, and not yet for as long as it must, is no pass. */
    void conclude() {
      last =
          last.map(
              r ->
                  r.verdict() == Verdict.PASS && !settled
                      ? with(r, Verdict.INCONCLUSIVE, tooShort())
                      : with(r, r.verdict(), r.why()));
    }

    private String tooShort() {
      return "it has passed for %d s, and must for %d s on end"
          .formatted(passingFor.toSeconds(), sustained().toSeconds());
    }

    private CheckResult with(CheckResult r, Verdict verdict, String why) {
      return new CheckResult(
          r.id(), r.name(), r.check(), r.expect(), verdict, r.values(), why, r.at(), samples);
    }

    Reading reading() {
      return new Reading(check.id(), check.meta().name(), check.type(), last, spent);
    }
  }
}
