package dev.rollback.plan;

import dev.rollback.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** The run is refused before its first change; every reason at once. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> reasons;

  /** At least one reason. */
  public RefusedException(List<Diagnostic> reasons) {
    super(reasons.stream().map(Diagnostic::message).collect(Collectors.joining("; ")));
    this.reasons = List.copyOf(reasons);
  }

  /** Why, each with what to do about it. */
  public List<Diagnostic> reasons() {
    return reasons;
  }
}
