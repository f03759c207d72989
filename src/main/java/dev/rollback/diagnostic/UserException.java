package dev.rollback.diagnostic;

import java.util.List;

/** What a person wrote cannot be used: a command line, a runbook, a configuration. */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> problems;

  /** All the problems at once. */
  public UserException(List<Diagnostic> problems) {
    super(problems.stream().map(Diagnostic::message).reduce((a, b) -> a + "; " + b).orElse(""));
    this.problems = List.copyOf(problems);
  }

  /** One problem, and what to do about it. */
  public UserException(String message, String advice) {
    this(List.of(Diagnostic.error(message).advise(advice)));
  }

  /** One problem, what to do about it, and the topic that explains more. */
  public UserException(String message, String advice, Topic topic) {
    this(List.of(Diagnostic.error(message).advise(advice).see(topic)));
  }

  /** The problems, at least one. */
  public List<Diagnostic> problems() {
    return problems;
  }
}
