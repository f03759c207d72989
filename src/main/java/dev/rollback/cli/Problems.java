package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;

/** What a system did wrong, as it is shown to a person. */
final class Problems {
  private Problems() {}

  static Diagnostic of(SystemException e) {
    return e.advice()
        .map(Diagnostic.error(e.problem())::advise)
        .orElseGet(() -> Diagnostic.error(e.problem()));
  }
}
