package dev.rollback.sandbox.prometheus.promql;

import java.util.List;

/** Refuses what does not go together, in Prometheus's words. */
final class Types {
  private Types() {}

  static void binary(
      Words words,
      Token at,
      Operator operator,
      boolean bool,
      boolean matching,
      Expr left,
      Expr right) {
    if (left.type() == ExprType.MATRIX || right.type() == ExprType.MATRIX) {
      throw words.error(at, "binary expression must contain only scalar and instant vector types");
    }
    var scalars = left.type() == ExprType.SCALAR && right.type() == ExprType.SCALAR;
    var vectors = left.type() == ExprType.VECTOR && right.type() == ExprType.VECTOR;
    if (operator.isComparison() && scalars && !bool) {
      throw words.error(at, "comparisons between scalars must use BOOL modifier");
    }
    if (operator.isSet() && !vectors) {
      throw words.error(
          at, "set operator \"" + operator.text() + "\" not allowed in binary scalar expression");
    }
    if (matching && !vectors) {
      throw words.error(at, "vector matching only allowed between instant vectors");
    }
  }

  static void call(Words words, Token at, Function function, List<Expr> arguments) {
    var types = function.takes();
    if (types.size() != arguments.size()) {
      throw words.error(
          at,
          "expected %d argument(s) in call to \"%s\", got %d"
              .formatted(types.size(), function.text(), arguments.size()));
    }
    for (var i = 0; i < types.size(); i++) {
      argument(
          words,
          at,
          types.get(i),
          arguments.get(i),
          "call to function \"" + function.text() + "\"");
    }
  }

  static void argument(Words words, Token at, ExprType wanted, Expr is, String where) {
    if (is.type() != wanted) {
      throw words.error(
          at, "expected type %s in %s, got %s".formatted(wanted.text(), where, is.type().text()));
    }
  }
}
