package dev.rollback.run;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.plan.Pause;
import java.time.Clock;

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
 */
public record Conditions(
    Gatekeeper gatekeeper,
    Clock clock,
    Pause pause,
    StopSignal stop,
    RunListener listener,
    Redactor redactor,
    Tenure tenure) {}
