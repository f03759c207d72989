package dev.rollback.plan;

import java.time.Duration;

/** The port to waiting: between two readings, and between two attempts. */
@FunctionalInterface
public interface Pause {
  /**
   * Waits this long, or less when somebody wants the run to stop.
   *
   * @return whether to go on; false when the run is to stop
   */
  boolean pause(Duration time);
}
