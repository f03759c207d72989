package dev.rollback.run;

import java.util.Optional;

/**
 * The right of this run to move its target, as long as it has it. One run at a time does; another
 * may have taken the right over while this one slept.
 */
public interface Tenure {
  /**
   * Asks, just before a write, whether the right is still ours.
   *
   * @throws LeaseLostException when it is another's
   * @throws dev.rollback.diagnostic.SystemException with no effect, when nobody can tell
   */
  void confirm();

  /**
   * The same from what is known by now, without asking; for the middle of a long write.
   *
   * @throws LeaseLostException when it is another's
   */
  void confirmCheaply();

  /** How the right was come by, for the journal; empty where nobody disputes it. */
  Optional<RunEvent.LeaseTaken> taken();

  /** Nobody else can move the target: it is a run's own. */
  static Tenure undisputed() {
    return new Tenure() {
      @Override
      public void confirm() {}

      @Override
      public void confirmCheaply() {}

      @Override
      public Optional<RunEvent.LeaseTaken> taken() {
        return Optional.empty();
      }
    };
  }
}
