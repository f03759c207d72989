package dev.rollback.adapter.redis.statistics;

import java.time.Duration;

/** For how long a check may sample: it holds up the run as long. */
final class Window {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Window() {}

  /**
   * Accepts a time that somebody can wait for.
   *
   * @throws IllegalArgumentException when it is shorter than 100 ms or longer than 5 minutes
   */
  static void check(String input, Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "`" + input + "` is " + time + "; it can be from PT0.1S to PT5M");
    }
  }
}
