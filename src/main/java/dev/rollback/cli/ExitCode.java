package dev.rollback.cli;

/** What the process says to its caller; the table in the design and in the README. */
public enum ExitCode {
  /** Done and verified, or nothing to do. */
  OK(0),
  /** A bug in rollback itself. */
  BUG(1),
  /** Bad command line, runbook or configuration; nothing was changed. */
  USAGE(2),
  /** Refused before the first change; nothing was changed. */
  REFUSED(3),
  /** Stopped at a gate; resumable. */
  GATE(4),
  /** A step or the verification failed, and everything was undone. */
  UNDONE(5),
  /** A step failed or is unknown, and a person is needed. */
  OPERATOR(6),
  /** A check failed or is inconclusive; nothing was changed. */
  CHECK(7),
  /** Interrupted; resumable. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }
}
