package dev.rollback.run;

import java.time.Duration;
import java.time.Instant;

/** The time between two entries. A clock can be set back; time cannot. */
public final class Elapsed {
  private Elapsed() {}

  /** From one to the other; zero where the clock was set back further than it has run since. */
  public static Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }
}
