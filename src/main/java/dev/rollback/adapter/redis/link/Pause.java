package dev.rollback.adapter.redis.link;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two samples. */
@FunctionalInterface
public interface Pause {
  /**
   * Waits.
   *
   * @param end when it is reached, nobody waits any longer
   * @return whether the end came first
   */
  boolean await(Duration time, CountDownLatch end) throws InterruptedException;

  /** By this machine's clock. */
  static Pause real() {
    return (time, end) -> end.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
