package dev.rollback.run;

/** How a run ended. */
public enum Outcome {
  /** Every step is done, and the checks after it have passed. */
  SUCCEEDED,
  /** Everything was as it should be already, and the checks have passed. */
  NOTHING_TO_DO,
  /** A gate was declined, or nobody was there to answer; can be resumed. */
  STOPPED_AT_GATE,
  /** It failed, and everything that it had changed is as it was before. */
  UNDONE,
  /** It failed or a step's outcome is unknown, and a person is needed. */
  OPERATOR_NEEDED,
  /** It was interrupted; can be resumed. */
  INTERRUPTED,
  /** Refused before the first change. */
  REFUSED;

  /** Whether a run that ended so can be resumed. */
  public boolean canGoOn() {
    return switch (this) {
      case STOPPED_AT_GATE, INTERRUPTED, OPERATOR_NEEDED -> true;
      case SUCCEEDED, NOTHING_TO_DO, UNDONE, REFUSED -> false;
    };
  }
}
