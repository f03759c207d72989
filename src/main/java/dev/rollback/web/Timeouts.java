package dev.rollback.web;

import java.time.Duration;

/** The time-outs of requests. */
public final class Timeouts {
  private Timeouts() {}

  /**
   * Accepts a time that can be waited for.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static void check(Duration timeout) {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("the timeout is a time of at least one millisecond");
    }
  }
}
