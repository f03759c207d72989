package dev.rollback.run;

/** How a step ended, as far as the run is concerned. */
sealed interface StepResult {
  /** The run goes on. */
  record Done() implements StepResult {}

  /** It failed. {@code again} tells whether another attempt could end otherwise. */
  record Failed(String why, String advice, boolean unknown, boolean again) implements StepResult {}

  /** It failed, and somebody wants everything left as it is now. */
  record Left(String why) implements StepResult {}

  /** A gate was declined or could not be asked. */
  record Stopped(String why) implements StepResult {}

  /** Somebody wants the run to stop. */
  record Interrupted(String by) implements StepResult {}
}
