package dev.rollback.yaml;

import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Shape;
import java.util.Map;
import java.util.Set;

/** What is known when a tree is bound. */
public sealed interface BindContext {

  /**
   * No parameters: {@code ${…}} is left as it stands. A record with a {@link PlanTime} has none to
   * take.
   */
  record Plain() implements BindContext {}

  /**
   * Parameters with their values.
   *
   * @param parameters by name; a value is a {@link String}, {@link Integer}, {@link Long}, {@link
   *     Double}, {@link Boolean}, {@link java.time.Duration}, {@link java.time.Instant}, {@link
   *     java.time.LocalDate} or a list of texts
   */
  record With(Map<String, Object> parameters, PlanTime planTime) implements BindContext {
    /** Keeps its own copy. */
    public With {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Parameters of which only the form is known: everything is checked, and nothing can be made. */
  record Checking(Map<String, Shape> parameters) implements BindContext {
    /** Keeps its own copy. */
    public Checking {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Binds a whole file, before parameters are known. */
  static BindContext plain() {
    return new Plain();
  }

  /** Binds a part of a file with the parameters' values. */
  static BindContext with(Map<String, Object> parameters, PlanTime planTime) {
    return new With(parameters, planTime);
  }

  /** The names that {@code ${…}} may use. */
  default Set<String> names() {
    return switch (this) {
      case Plain _ -> Set.of();
      case With(var parameters, var _) -> parameters.keySet();
      case Checking(var parameters) -> parameters.keySet();
    };
  }
}
