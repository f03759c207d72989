package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;

/** A person had to say yes, and nobody did: exit code 4. */
final class UnansweredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String advice;

  UnansweredException(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  Diagnostic diagnostic() {
    return Diagnostic.error(String.valueOf(getMessage())).advise(advice);
  }
}
