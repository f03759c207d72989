package dev.rollback.condition;

import dev.rollback.diagnostic.Diagnostic;

/** What came of a condition. */
public sealed interface Verdict {
  /** It holds, or it does not. */
  record Decided(boolean holds) implements Verdict {}

  /**
   * It could not be told: a key that is not there, a comparison with nothing. Never a pass.
   *
   * @param why names the condition's place and the values that it was asked with
   */
  record Undecided(Diagnostic why) implements Verdict {}
}
