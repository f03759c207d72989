package dev.rollback.adapter.redis.keys;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds back what is sent, so that a server has time for others.
 *
 * @param perSecond how many keys at most; empty for as many as the server takes
 * @param pause lets time pass
 */
record Pace(Optional<Integer> perSecond, Consumer<Duration> pause) {
  private static final int BATCH = 500;

  /** How many keys go together: no more than a second has. */
  int batch() {
    return Math.min(BATCH, perSecond.orElse(BATCH));
  }

  /** Waits as long as so many keys may take that have just been sent. */
  void after(int keys) {
    perSecond
        .map(most -> Duration.ofSeconds(1).multipliedBy(keys).dividedBy(most))
        .ifPresent(pause);
  }
}
