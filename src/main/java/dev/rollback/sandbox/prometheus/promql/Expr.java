package dev.rollback.sandbox.prometheus.promql;

import java.util.List;

/** An expression whose types fit; times are in milliseconds. */
sealed interface Expr {

  /** What it gives. */
  enum Type {
    SCALAR("scalar"),
    VECTOR("instant vector"),
    MATRIX("range vector");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** As Prometheus calls it. */
    String text() {
      return text;
    }
  }

  Type type();

  /** A number as it stands. */
  record Literal(double value) implements Expr {
    @Override
    public Type type() {
      return Type.SCALAR;
    }
  }

  /** The newest value of each series. */
  record Selector(List<Matcher> matchers, long offset) implements Expr {
    @Override
    public Type type() {
      return Type.VECTOR;
    }
  }

  /** All values of each series for a time. */
  record Range(Selector selector, long length) implements Expr {
    @Override
    public Type type() {
      return Type.MATRIX;
    }
  }

  /** {@code -of}. */
  record Negative(Expr of) implements Expr {
    @Override
    public Type type() {
      return of.type();
    }
  }

  /** {@code function(arguments)}. */
  record Call(Function function, List<Expr> arguments) implements Expr {
    @Override
    public Type type() {
      return function.gives();
    }
  }

  /** {@code how by (labels) (of)}. */
  record Aggregate(Aggregation how, Grouping grouping, Expr of) implements Expr {
    @Override
    public Type type() {
      return Type.VECTOR;
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
    public Type type() {
      return left.type() == Type.SCALAR && right.type() == Type.SCALAR ? Type.SCALAR : Type.VECTOR;
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
