package dev.rollback.sandbox.prometheus.promql;

import java.util.List;

/** An expression whose types fit; times are in milliseconds. */
sealed interface Expr {

  /** What it gives. */
  ExprType type();

  /** A number as it stands. */
  record Literal(double value) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.SCALAR;
    }
  }

  /** The newest value of each series. */
  record Selector(List<Matcher> matchers, long offset) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.VECTOR;
    }
  }

  /** All values of each series for a time. */
  record Range(Selector selector, long length) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.MATRIX;
    }
  }

  /** {@code -of}. */
  record Negative(Expr of) implements Expr {
    @Override
    public ExprType type() {
      return of.type();
    }
  }

  /** {@code function(arguments)}. */
  record Call(Function function, List<Expr> arguments) implements Expr {
    @Override
    public ExprType type() {
      return function.gives();
    }
  }

  /** {@code how by (labels) (of)}. */
  record Aggregate(Aggregation how, Grouping grouping, Expr of) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.VECTOR;
    }
  }

  /**
   * {@code left operator right}.
   *
   * @param bool a comparison gives 0 or 1 instead of leaving out what does not hold
   */
  record Binary(Operator operator, boolean bool, Grouping matching, Expr left, Expr right)
      implements Expr {
    @Override
    public ExprType type() {
      return left.type() == ExprType.SCALAR && right.type() == ExprType.SCALAR
          ? ExprType.SCALAR
          : ExprType.VECTOR;
    }
  }

  /**
   * By which labels series belong together.
   *
   * @param only these labels, or all but these and the name
   */
  record Grouping(boolean only, List<String> labels) {
    /** By all labels but the name. */
    static final Grouping ALL = new Grouping(false, List.of());

    /** What is the same for all that belong together. */
    Labels of(Labels series) {
      return only ? series.only(labels) : series.withoutName().without(labels);
    }
  }
}
