package dev.rollback.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Begins at three in the morning of a fixed day, runs as fast as time does, and can be set: on, by
 * an adjustment; back, by a negative one.
 */
public final class RunningClock extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-01-15T03:00:00Z");

  private final Instant begin;
  private final long since = System.nanoTime();
  private Duration ahead = Duration.ZERO;
  private Runnable whenAsked = () -> {};

  /** Begins at that time. */
  public RunningClock() {
    this(BEGIN);
  }

  /** Begins at another time. */
  public RunningClock(Instant begin) {
    this.begin = begin;
  }

  /** Sets it on. */
  public synchronized void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  /**
   * Something that happens whenever it is asked, before it answers: every entry of a journal asks
   * once. It may set the clock; the process dies with whatever it throws.
   */
  public synchronized void whenAsked(Runnable then) {
    whenAsked = then;
  }

  @Override
  public synchronized Instant instant() {
    whenAsked.run();
    return begin.plus(ahead).plusNanos(System.nanoTime() - since);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
