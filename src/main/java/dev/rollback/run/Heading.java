package dev.rollback.run;

import java.util.List;

/** Which way a run goes, as its journal tells. */
public sealed interface Heading {
  /** It does its steps. */
  record Forwards() implements Heading {}

  /**
   * It takes back what it did.
   *
   * @param steps these alone; none means all
   */
  record Undoing(String why, List<String> steps) implements Heading {
    /** Whether this step is one of them. */
    public boolean covers(String step) {
      return steps.isEmpty() || steps.contains(step);
    }

    /** Whether this is one of them, and still in place. */
    boolean hasLeft(StepState step) {
      return covers(step.id()) && step.mayHaveChanged();
    }
  }

  /**
   * It puts back what an undo has taken away.
   *
   * @param steps these alone; none means all
   */
  record Redoing(String why, List<String> steps) implements Heading {
    /** Whether this step is one of them. */
    public boolean covers(String step) {
      return steps.isEmpty() || steps.contains(step);
    }

    /** Whether this is one of them, and not yet back in place. */
    boolean hasLeft(StepState step) {
      return covers(step.id()) && step.takenBack();
    }
  }
}
