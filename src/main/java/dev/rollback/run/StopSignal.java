package dev.rollback.run;

/** Tells whether somebody wants the run to stop; asked between steps and while waiting. */
@FunctionalInterface
public interface StopSignal {
  /** What asked for it; empty while nobody did. */
  java.util.Optional<String> requested();
}
