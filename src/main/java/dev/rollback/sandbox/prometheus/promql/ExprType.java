package dev.rollback.sandbox.prometheus.promql;

/** What an expression gives. */
enum ExprType {
  SCALAR("scalar"),
  VECTOR("instant vector"),
  MATRIX("range vector");

  private final String text;

  ExprType(String text) {
    this.text = text;
  }

  /** As Prometheus calls it. */
  String text() {
    return text;
  }
}
