package dev.rollback.run;

import dev.rollback.plan.CheckResult;
import dev.rollback.shape.Doc;
import java.time.Duration;

/** How far a step in hand has come. It is not recorded: only the process that does it knows. */
@Doc("How far a step in hand has come.")
public sealed interface Progress {
  /** In the words of its action. */
  record Said(@Doc("In the words of its action.") String text) implements Progress {}

  /** A check was read, and goes on being read. */
  record Read(
      @Doc("What it read last.") CheckResult soFar,
      @Doc("How long it has passed without a break; zero where it does not pass.") Duration holds)
      implements Progress {}
}
