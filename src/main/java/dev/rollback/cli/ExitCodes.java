package dev.rollback.cli;

import dev.rollback.run.Outcome;

/** What a run's outcome is to the caller of the process. */
final class ExitCodes {
  private ExitCodes() {}

  /** Of a run as a whole: where it was for no cause that was found, a check has decided. */
  static ExitCode of(Execution.Result result) {
    return result.outcome() == Outcome.REFUSED && result.idle()
        ? ExitCode.CHECK
        : of(result.outcome());
  }

  static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED, NOTHING_TO_DO -> ExitCode.OK;
      case STOPPED_AT_GATE -> ExitCode.GATE;
      case UNDONE -> ExitCode.UNDONE;
      case OPERATOR_NEEDED -> ExitCode.OPERATOR;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
      case REFUSED -> ExitCode.REFUSED;
    };
  }

  /** Of a command that was asked to take a run back: done is what was wanted. */
  static ExitCode ofUndo(Outcome outcome) {
    return outcome == Outcome.UNDONE ? ExitCode.OK : of(outcome);
  }
}
