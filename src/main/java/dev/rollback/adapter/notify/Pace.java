package dev.rollback.adapter.notify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The time between two attempts. */
interface Pace {
  /** Waits about that long; shorter when the thread is interrupted. */
  void pause(Duration time);

  /** The clock that a receiver's `Retry-After` is compared with. */
  default InstantSource clock() {
    return InstantSource.system();
  }

  /** As the clock goes. */
  static Pace real() {
    return time -> LockSupport.parkNanos(time.toNanos());
  }
}
