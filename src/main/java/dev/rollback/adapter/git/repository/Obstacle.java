package dev.rollback.adapter.git.repository;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;

/** Why something cannot be done, and what can; said when it is to be done, not when it is seen. */
@Doc("Why it cannot be done, and what can.")
public record Obstacle(
    @Doc("What is in the way.") String problem, @Doc("What to do.") String advice) {
  /** As what refuses a step, with no effect. */
  public SystemException refusal() {
    return SystemException.refused(problem, advice);
  }
}
