package dev.rollback.action;

/** Whether a change that was written has taken effect. */
public sealed interface Readiness {
  /** It has. */
  record Ready() implements Readiness {}

  /**
   * Not yet: asked again until the step's deadline. {@code progress} is for the person watching.
   */
  record Waiting(String progress) implements Readiness {}

  /** It never will by itself; the step fails at once, with this reason. */
  record Stuck(String why) implements Readiness {}
}
