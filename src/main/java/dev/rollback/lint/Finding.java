package dev.rollback.lint;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceSpan;
import java.util.Optional;

/** A place that a rule objects to. */
public record Finding(Rule rule, Diagnostic problem) {
  static Finding of(Rule rule, SourceSpan at, String message) {
    return of(rule, at, message, rule.advice());
  }

  static Finding of(Rule rule, SourceSpan at, String message, String advice) {
    return new Finding(
        rule,
        new Diagnostic(
            Diagnostic.Severity.WARNING,
            message + " (" + rule.id() + ")",
            Optional.of(at),
            Optional.of(advice)));
  }
}
