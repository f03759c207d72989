package dev.rollback.run;

import dev.rollback.plan.CheckResult;
import java.time.Duration;

/** Is told what happens, after it is in the journal. Must not fail, and must be quick. */
public interface RunListener {
  /** An event was recorded. */
  void recorded(JournalEntry entry);

  /** A step has come so far; not recorded. */
  void progress(String step, String how);

  /**
   * A check was read, and goes on being read; not recorded.
   *
   * @param soFar what it read last, and how that was judged
   * @param holds how long it has passed without a break; zero where it does not pass
   */
  default void read(CheckResult soFar, Duration holds) {}

  /** This one, and another after it. */
  default RunListener and(RunListener other) {
    var first = this;
    return new RunListener() {
      @Override
      public void recorded(JournalEntry entry) {
        first.recorded(entry);
        other.recorded(entry);
      }

      @Override
      public void progress(String step, String how) {
        first.progress(step, how);
        other.progress(step, how);
      }

      @Override
      public void read(CheckResult soFar, Duration holds) {
        first.read(soFar, holds);
        other.read(soFar, holds);
      }
    };
  }

  /** Nobody listens. */
  static RunListener none() {
    return new RunListener() {
      @Override
      public void recorded(JournalEntry entry) {}

      @Override
      public void progress(String step, String how) {}
    };
  }
}
