package dev.rollback.action;

import java.time.Duration;

/** How long a connection waits for one answer: what all systems' settings have in common. */
public final class ResponseTimeout {
  /** What holds where a connection says nothing, as it stands in a settings record. */
  public static final String DEFAULT = "PT10S";

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private ResponseTimeout() {}

  /**
   * Accepts a time that somebody can wait for.
   *
   * @throws IllegalArgumentException when it is shorter than 100 ms or longer than 5 minutes
   */
  public static void check(Duration timeout) {
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "`timeout` is " + timeout + "; it can be from 100 ms (PT0.1S) to 5 minutes (PT5M)");
    }
  }

  /** The part of it that a connection may take to come about: half of it. */
  public static Duration connecting(Duration timeout) {
    return timeout.dividedBy(2);
  }

  /** {@code 10 s}, {@code 250 ms}. */
  public static String text(Duration timeout) {
    return timeout.toMillisPart() == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}
