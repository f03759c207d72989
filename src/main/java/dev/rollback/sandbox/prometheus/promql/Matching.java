package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Value.Element;
import dev.rollback.sandbox.prometheus.promql.Value.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operator where at least one side is a vector.
 *
 * @param by which elements of both sides belong together
 */
record Matching(Operator operator, boolean bool, Expr.Grouping by) {

  Vector withScalar(Vector left, double right) {
    return each(left, value -> value, _ -> right);
  }

  Vector ofScalar(double left, Vector right) {
    return each(right, _ -> left, value -> value);
  }

  private Vector each(Vector vector, DoubleUnaryOperator left, DoubleUnaryOperator right) {
    var elements = new ArrayList<Element>();
    for (var element : vector.elements()) {
      var value = element.value();
      computed(left.applyAsDouble(value), right.applyAsDouble(value), value)
          .ifPresent(v -> elements.add(new Element(labels(element.labels()), v)));
    }
    return new Vector(elements).distinct();
  }

  /** Nothing, where a comparison does not hold; where it does, what is compared stays. */
  private Optional<Double> computed(double left, double right, double compared) {
    if (!operator.isComparison()) {
      return Optional.of(operator.of(left, right));
    }
    if (bool) {
      return Optional.of(operator.holds(left, right) ? 1.0 : 0.0);
    }
    return operator.holds(left, right) ? Optional.of(compared) : Optional.empty();
  }

  private Labels labels(Labels of) {
    return operator.isComparison() && !bool ? of : of.withoutName();
  }

  Vector ofVectors(Vector left, Vector right) {
    return switch (operator) {
      case AND -> some(left, keys(right), true);
      case UNLESS -> some(left, keys(right), false);
      case OR ->
          new Vector(
                  Stream.concat(
                          left.elements().stream(),
                          some(right, keys(left), false).elements().stream())
                      .toList())
              .distinct();
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          PLUS,
          MINUS,
          TIMES,
          DIVIDED_BY ->
          oneToOne(left, right);
    };
  }

  private Set<Labels> keys(Vector of) {
    return of.elements().stream().map(e -> by.of(e.labels())).collect(Collectors.toSet());
  }

  private Vector some(Vector of, Set<Labels> keys, boolean inside) {
    return new Vector(
        of.elements().stream().filter(e -> keys.contains(by.of(e.labels())) == inside).toList());
  }

  private Vector oneToOne(Vector left, Vector right) {
    if (left.elements().isEmpty() || right.elements().isEmpty()) {
      return new Vector(List.of());
    }
    var others = byKey(right);
    var used = new HashSet<Labels>();
    var elements = new ArrayList<Element>();
    for (var element : left.elements()) {
      var key = by.of(element.labels());
      Optional.ofNullable(others.get(key))
          .flatMap(other -> computed(element.value(), other.value(), element.value()))
          .ifPresent(
              value -> {
                if (!used.add(key)) {
                  throw PromQlException.execution(
                      "multiple matches for labels: many-to-one matching must be explicit"
                          + " (group_left/group_right)");
                }
                elements.add(new Element(matched(element.labels()), value));
              });
    }
    return new Vector(elements).distinct();
  }

  private Labels matched(Labels left) {
    var labels = labels(left);
    return by.only() ? labels.only(by.labels()) : labels.without(by.labels());
  }

  private Map<Labels, Element> byKey(Vector right) {
    var all = new HashMap<Labels, Element>();
    for (var element : right.elements()) {
      var key = by.of(element.labels());
      var other = all.put(key, element);
      if (other != null) {
        throw PromQlException.execution(
            ("found duplicate series for the match group %s on the right hand-side of the"
                    + " operation: [%s, %s];many-to-many matching not allowed: matching labels must"
                    + " be unique on one side")
                .formatted(key, element.labels(), other.labels()));
      }
    }
    return all;
  }
}
