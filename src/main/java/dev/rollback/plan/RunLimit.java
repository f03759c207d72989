package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.util.Optional;

/** How many objects of a kind a whole run may move, or the part of it that a called scenario is. */
@Doc(
    "How many objects of a kind a whole run may move, or the part of it that is a called scenario.")
public record RunLimit(
    @Doc("Who says so: the runbook or the target.") String by,
    @Doc("The kind.") String kind,
    @Doc("How many at most.") long most,
    @Doc("With what the ids of the steps begin that it is for; missing where it is for all.")
        Optional<String> within) {
  /** Of the whole run. */
  public RunLimit(String by, String kind, long most) {
    this(by, kind, most, Optional.empty());
  }

  /** Whether it counts what this step moves. */
  boolean counts(String step) {
    return within.map(step::startsWith).orElse(true);
  }
}
