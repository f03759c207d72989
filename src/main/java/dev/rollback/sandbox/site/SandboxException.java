package dev.rollback.sandbox.site;

/** The sandbox could not be started or broken as asked; says what could not be done and why. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened. */
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what happened. */
  public SandboxException(String message) {
    super(message);
  }
}
