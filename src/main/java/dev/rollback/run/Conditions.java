package dev.rollback.run;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.plan.Pause;
import java.time.Clock;
import java.time.Duration;

/**
 * What a run needs of the world besides its systems.
 *
 * @param gatekeeper who is asked
 * @param clock for deadlines and due times
 * @param pause how it waits
 * @param stop whether it is to stop
 * @param listener who is told
 * @param redactor masks what checks read
 * @param tenure the right to move the target
 * @param patience how long the end of a run waits at most for channels that are still to be told
 */
public record Conditions(
    Gatekeeper gatekeeper,
    Clock clock,
    Pause pause,
    StopSignal stop,
    RunListener listener,
    Redactor redactor,
    Tenure tenure,
    Duration patience) {
  /** How long the end of a run waits for channels, unless somebody says otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /** With the usual patience. */
  public Conditions(
      Gatekeeper gatekeeper,
      Clock clock,
      Pause pause,
      StopSignal stop,
      RunListener listener,
      Redactor redactor,
      Tenure tenure) {
    this(gatekeeper, clock, pause, stop, listener, redactor, tenure, PATIENCE);
  }
}
