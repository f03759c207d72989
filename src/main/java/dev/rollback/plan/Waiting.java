package dev.rollback.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long somebody has been waiting. The clock tells; where it is set back meanwhile, the pauses
 * count for what it no longer tells, so that a deadline still comes. Not thread-safe.
 */
public final class Waiting {
  private final Clock clock;
  private Instant last;
  private Duration waited = Duration.ZERO;
  private Duration paused = Duration.ZERO;

  /** Begins to wait now. */
  public Waiting(Clock clock) {
    this.clock = clock;
    this.last = clock.instant();
  }

  /** Says that so much was waited on purpose. */
  public void paused(Duration time) {
    paused = paused.plus(time);
  }

  /** How long it has been so far. */
  public Duration soFar() {
    var now = clock.instant();
    waited = waited.plus(now.isBefore(last) ? paused : Duration.between(last, now));
    last = now;
    paused = Duration.ZERO;
    return waited;
  }
}
