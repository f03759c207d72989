package dev.rollback.crash;

import dev.rollback.cli.Interrupts;
import java.time.Duration;

/** Waits a few milliseconds where a process waits longer: here nothing takes longer. */
final class Haste extends Interrupts {
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Mortality mortality;

  Haste(Mortality mortality) {
    this.mortality = mortality;
  }

  @Override
  public boolean pause(Duration time) {
    mortality.mustLive();
    var on = super.pause(time.compareTo(MOMENT) < 0 ? time : MOMENT);
    mortality.mustLive();
    return on;
  }
}
