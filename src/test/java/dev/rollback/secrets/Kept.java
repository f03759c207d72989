package dev.rollback.secrets;

/**
 * A secret of the incident.
 *
 * @param place where it is referred to
 * @param kind by what kind of reference
 * @param handedOn whether the runbook hands it to a program, in its environment
 */
record Kept(String place, Kind kind, String value, boolean handedOn) {
  /** The kinds of references. */
  enum Kind {
    ENV,
    FILE,
    COMMAND,
    KUBERNETES
  }

  @Override
  public String toString() {
    return place + " by " + kind;
  }
}
