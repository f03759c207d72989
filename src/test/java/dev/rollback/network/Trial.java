package dev.rollback.network;

/**
 * One command line under one fault of the network.
 *
 * @param errand what the command is to do about what is broken
 * @param line which system's line fails
 */
record Trial(
    Drill drill, Errand errand, String line, Kind kind, boolean lasting, Disturbance.Point point) {

  /** What is done. */
  enum Errand {
    /** The scenario is run. */
    SCENARIO,
    /** A run that has ended well is taken back. */
    UNDO
  }

  boolean isOfUndo() {
    return errand == Errand.UNDO;
  }

  /** What is counted together. */
  String group() {
    return "%s, %s, %s, %s".formatted(drill, isOfUndo() ? "undo" : "run", line, manner());
  }

  /** How the network fails. */
  String manner() {
    return kind + (lasting ? " (lasting)" : "");
  }

  @Override
  public String toString() {
    return group() + ", at " + point;
  }
}
