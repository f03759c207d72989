package dev.rollback.diagnostic;

import java.util.Optional;

/**
 * One problem, told so that a person can act on it: what is wrong, where, and what to do next.
 *
 * @param severity whether it stops the work
 * @param message what is wrong and why, one or two sentences
 * @param at where it stands, if it stands in a text
 * @param advice what to do next, an imperative sentence
 * @param topic what explains more
 */
public record Diagnostic(
    Severity severity,
    String message,
    Optional<SourceSpan> at,
    Optional<String> advice,
    Optional<Topic> topic) {

  /** A problem that no topic explains further. */
  public Diagnostic(
      Severity severity, String message, Optional<SourceSpan> at, Optional<String> advice) {
    this(severity, message, at, advice, Optional.empty());
  }

  /** Whether a problem stops the work. */
  public enum Severity {
    /** Nothing goes on until it is mended. */
    ERROR,
    /** Work goes on, and a person should know. */
    WARNING
  }

  /** An error that stands in a text. */
  public static Diagnostic error(SourceSpan at, String message) {
    return new Diagnostic(Severity.ERROR, message, Optional.of(at), Optional.empty());
  }

  /** An error that stands nowhere in particular. */
  public static Diagnostic error(String message) {
    return new Diagnostic(Severity.ERROR, message, Optional.empty(), Optional.empty());
  }

  /** A warning that stands in a text. */
  public static Diagnostic warning(SourceSpan at, String message) {
    return new Diagnostic(Severity.WARNING, message, Optional.of(at), Optional.empty());
  }

  /** The same problem, with what to do about it. */
  public Diagnostic advise(String next) {
    return new Diagnostic(severity, message, at, Optional.of(next), topic);
  }

  /** The same problem, with the topic that explains more. */
  public Diagnostic see(Topic explained) {
    return new Diagnostic(severity, message, at, advice, Optional.of(explained));
  }
}
