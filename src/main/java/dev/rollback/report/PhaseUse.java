package dev.rollback.report;

import dev.rollback.run.PhaseTime;
import dev.rollback.run.RunState;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How much of its budget a phase has used. */
@Doc("How much of its budget a phase has used.")
public record PhaseUse(
    @Doc("The phase's id.") String id,
    @Doc("Its name.") String name,
    @Doc("The time that it may take.") Duration budget,
    @Doc("The time that it took, or has taken so far.") Duration took,
    @Doc("Whether it goes on.") boolean open,
    @Doc("Whether it has taken longer than its budget.") boolean over) {

  /** The phases of a run that have begun and have a budget. */
  static List<PhaseUse> of(RunState run, Instant now) {
    return run.phaseTimes().stream()
        .filter(p -> p.began().isPresent())
        .map(p -> of(p, now))
        .toList();
  }

  private static PhaseUse of(PhaseTime phase, Instant now) {
    return new PhaseUse(
        phase.id(),
        phase.name(),
        phase.budget(),
        phase.took(now),
        phase.ended().isEmpty(),
        phase.isOver(now));
  }

  /** {@code phase 'Stabilise' took 2 h 10 min of 2 h: OVER its budget}. */
  String line() {
    return "phase '%s' %s %s of %s%s"
        .formatted(
            name,
            open ? "has taken" : "took",
            Words.duration(took),
            Words.duration(budget),
            over ? ": OVER its budget" : "");
  }

  Tone tone() {
    return over ? Tone.CARE : Tone.PLAIN;
  }
}
