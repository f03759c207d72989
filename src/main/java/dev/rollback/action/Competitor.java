package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.util.Map;
import java.util.Optional;

/** A controller that changes the same target by itself, and may undo what a step does. */
@Doc("A controller that changes the same target by itself.")
public record Competitor(
    @Doc("What it is, by kind and name.") String name,
    @Doc("What it will do to this very change.") String effect,
    @Doc("The action that suspends it, where there is one.") Optional<Suspension> suspension) {

  /** A step that suspends a controller. */
  @Doc("A step that suspends a controller.")
  public record Suspension(
      @Doc("The action.") String action, @Doc("Its inputs.") Map<String, String> with) {}

  /** {@code HorizontalPodAutoscaler grid-api will undo this within seconds}. */
  public String label() {
    return name + " " + effect;
  }
}
