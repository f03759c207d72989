package dev.rollback.faults;

import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;

/**
 * One command line under one fault of the network.
 *
 * @param fault what is broken in production
 * @param errand what the command is to do about it
 * @param line which system's line fails
 */
record Trial(
    Path runbook,
    Fault fault,
    Errand errand,
    Line line,
    Kind kind,
    boolean lasting,
    Disturbance.Point point) {

  /** What is done. */
  enum Errand {
    /** The scenario is run. */
    SCENARIO,
    /** A run that has ended well is taken back. */
    UNDO
  }

  String scenario() {
    return String.valueOf(runbook.getFileName()).replace(".yaml", "");
  }

  /** What is counted together. */
  String group() {
    return "%s %s, %s, %s %s"
        .formatted(
            scenario(),
            fault.id(),
            errand == Errand.SCENARIO ? "run" : "undo",
            line,
            kind + (lasting ? " (lasting)" : ""));
  }

  @Override
  public String toString() {
    return group() + ", at " + point;
  }
}
