package dev.rollback.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a command usually takes.
 *
 * @param preparing from the start of its process to the first event that it records
 * @param running from there to its end
 */
record Pace(Duration preparing, Duration running) {
  /** A process may be killed a little later than it usually ends: then it has ended, or nearly. */
  private static final double BEYOND = 1.05;

  /**
   * When a process is killed.
   *
   * @param recorded whether the time is counted from its first event, or from its start
   */
  record Strike(boolean recorded, Duration after) {}

  Duration total() {
    return preparing.plus(running);
  }

  /**
   * Any instant from the start of the process to its end, each as likely as another. One after the
   * first event is counted from there, so that a busy machine does not make all of them too early.
   */
  Strike strike(RandomGenerator random) {
    var at = Duration.ofNanos((long) (total().toNanos() * BEYOND * random.nextDouble()));
    return at.compareTo(preparing) < 0
        ? new Strike(false, at)
        : new Strike(true, at.minus(preparing));
  }

  /** Any instant after the first event, each as likely as another. */
  Strike strikeWithin(RandomGenerator random) {
    return new Strike(
        true, Duration.ofNanos((long) (running.toNanos() * BEYOND * random.nextDouble())));
  }

  /** With what was measured just now, which counts as much as all before: the load changes. */
  Pace with(Pace measured) {
    return new Pace(
        preparing.plus(measured.preparing).dividedBy(2),
        running.plus(measured.running).dividedBy(2));
  }

  /** Of a process that was left alone; empty where it recorded nothing. */
  static Optional<Pace> of(Optional<Duration> firstEvent, Duration end) {
    return firstEvent.map(first -> new Pace(first, end.minus(first)));
  }
}
