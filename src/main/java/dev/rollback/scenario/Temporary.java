package dev.rollback.scenario;

import dev.rollback.shape.Doc;
import java.time.Duration;

/** How long a temporary change lasts. */
public sealed interface Temporary {
  /** Until the steps of the run are through; then it is taken back, before the checks after it. */
  record UntilRunEnds() implements Temporary {}

  /** For a time, counted from when it had taken effect; it outlives the run. */
  record Lasting(@Doc("How long.") Duration duration) implements Temporary {}
}
