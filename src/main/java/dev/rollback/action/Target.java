package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.util.Collections;
import java.util.List;

/**
 * What is moved: the key of locks and of the journal, and the first column of a plan. Two actions
 * whose targets {@link #touches touch} each other never run at the same time.
 *
 * @param object the thing in its system, as an engineer would name it: {@code deployment/grid-api}
 * @param parts which parts of it, in order: {@code replicas}, {@code env/GRID_MAINTENANCE_MODE};
 *     empty means all of it
 */
public record Target(
    @Doc("The thing in its system.") String object,
    @Doc("Which parts of it; none means all of it.") List<String> parts) {

  /** Keeps its own copy of the parts. */
  public Target {
    parts = List.copyOf(parts);
  }

  /** A whole object. */
  public static Target of(String object) {
    return new Target(object, List.of());
  }

  /** One part of an object. */
  public static Target of(String object, String part) {
    return new Target(object, List.of(part));
  }

  /** Whether a change of one may be seen in the other. */
  public boolean overlaps(Target other) {
    return touches(other)
        && (parts.isEmpty() || other.parts.isEmpty() || !Collections.disjoint(parts, other.parts));
  }

  /** Whether both are the same object of one system, whatever their parts. */
  public boolean touches(Target other) {
    return object.equals(other.object);
  }

  /** {@code deployment/grid-api replicas}. */
  public String label() {
    return parts.isEmpty() ? object : object + " " + String.join(", ", parts);
  }
}
