package dev.rollback.approval;

import dev.rollback.diagnostic.SourceSpan;
import java.util.Optional;

/**
 * Why something is asked.
 *
 * @param at the line of rollback.yaml that says so; empty where it is so by default
 */
public record Reason(String text, Optional<SourceSpan> at) {
  /** One that holds by default. */
  static Reason standard(String text) {
    return new Reason(text, Optional.empty());
  }

  /** With its line. */
  public String label() {
    return text + at.map(a -> " (" + a.location() + ")").orElse("");
  }
}
