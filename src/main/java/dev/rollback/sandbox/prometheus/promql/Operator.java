package dev.rollback.sandbox.prometheus.promql;

import java.util.Arrays;
import java.util.Optional;

/** What stands between two expressions. */
enum Operator {
  OR("or", 1),
  AND("and", 2),
  UNLESS("unless", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  LESS("<", 3),
  LESS_OR_EQUAL("<=", 3),
  GREATER(">", 3),
  GREATER_OR_EQUAL(">=", 3),
  PLUS("+", 4),
  MINUS("-", 4),
  TIMES("*", 5),
  DIVIDED_BY("/", 5);

  private final String text;
  private final int binding;

  Operator(String text, int binding) {
    this.text = text;
    this.binding = binding;
  }

  static Optional<Operator> of(String text) {
    return Arrays.stream(values()).filter(o -> o.text.equalsIgnoreCase(text)).findFirst();
  }

  String text() {
    return text;
  }

  /** How tightly it binds. */
  int binding() {
    return binding;
  }

  boolean isSet() {
    return binding <= 2;
  }

  boolean isComparison() {
    return binding == 3;
  }

  /** Whether a comparison holds. */
  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      case OR, AND, UNLESS, PLUS, MINUS, TIMES, DIVIDED_BY -> throw new IllegalStateException(text);
    };
  }

  /** What an arithmetic operator gives. */
  double of(double left, double right) {
    return switch (this) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDED_BY -> left / right;
      case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          throw new IllegalStateException(text);
    };
  }
}
