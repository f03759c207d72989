package dev.rollback.process;

import java.time.Duration;
import java.util.Optional;

/**
 * How a program ended.
 *
 * @param exit its exit code; 128 and more where a signal ended it
 * @param cut why it was ended before its time
 */
public record Ended(int exit, Output out, Output err, Duration took, Optional<Cut> cut) {
  /** Why a program was ended before its time. */
  public enum Cut {
    /** It did not end in time. */
    TOO_LATE,
    /** Whoever waited for it was interrupted. */
    INTERRUPTED
  }

  /** Whether it ended by itself, with this exit code. */
  public boolean with(int code) {
    return cut.isEmpty() && exit == code;
  }
}
