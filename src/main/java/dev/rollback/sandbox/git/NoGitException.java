package dev.rollback.sandbox.git;

/** This machine has no git program. */
final class NoGitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoGitException(String message, Throwable cause) {
    super(message, cause);
  }
}
