package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Value.Element;
import dev.rollback.sandbox.prometheus.promql.Value.Line;
import dev.rollback.sandbox.prometheus.promql.Value.Matrix;
import dev.rollback.sandbox.prometheus.promql.Value.Scalar;
import dev.rollback.sandbox.prometheus.promql.Value.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * What an expression gives at one time.
 *
 * @param now in milliseconds since 1970
 * @param found the series of selectors that were looked up before
 */
record Evaluator(
    SeriesSource source, long now, Map<List<Matcher>, List<? extends SeriesSource.Samples>> found) {
  /** How old a sample may be. */
  private static final long LOOK_BACK = 5 * 60 * 1000;

  private static final double SECOND = 1000;

  Value value(Expr expression) {
    if (expression instanceof Expr.Range range) {
      return matrix(range);
    }
    return expression.type() == ExprType.SCALAR
        ? new Scalar(new Point(now, scalar(expression)))
        : vector(expression);
  }

  private List<? extends SeriesSource.Samples> series(List<Matcher> matchers) {
    return found.computeIfAbsent(matchers, source::select);
  }

  private Matrix matrix(Expr.Range range) {
    var to = now - range.selector().offset();
    var lines = new ArrayList<Line>();
    for (var series : series(range.selector().matchers())) {
      var points = series.between(to - range.length(), to);
      if (!points.isEmpty()) {
        lines.add(new Line(series.labels(), points));
      }
    }
    return new Matrix(lines);
  }

  private double scalar(Expr expression) {
    return switch (expression) {
      case Expr.Literal literal -> literal.value();
      case Expr.Negative(var of) -> -scalar(of);
      case Expr.Binary(var operator, _, _, var left, var right) ->
          operator.isComparison()
              ? (operator.holds(scalar(left), scalar(right)) ? 1 : 0)
              : operator.of(scalar(left), scalar(right));
      case Expr.Call(var function, _) when function == Function.TIME -> now / SECOND;
      case Expr.Call(_, var arguments) -> only(vector(arguments.getFirst()));
      case Expr.Selector _, Expr.Range _, Expr.Aggregate _ ->
          throw new IllegalStateException("no scalar: " + expression);
    };
  }

  private static double only(Vector vector) {
    return vector.elements().size() == 1 ? vector.elements().getFirst().value() : Double.NaN;
  }

  Vector vector(Expr expression) {
    return switch (expression) {
      case Expr.Selector selector -> latest(selector, Point::value);
      case Expr.Negative(var of) -> vector(of).map(v -> -v);
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Binary binary -> binary(binary);
      case Expr.Call call -> call(call);
      case Expr.Literal _, Expr.Range _ ->
          throw new IllegalStateException("no vector: " + expression);
    };
  }

  private Vector latest(Expr.Selector selector, ToDoubleFunction<Point> what) {
    var to = now - selector.offset();
    var elements = new ArrayList<Element>();
    for (var series : series(selector.matchers())) {
      series
          .latest(to - LOOK_BACK, to)
          .ifPresent(p -> elements.add(new Element(series.labels(), what.applyAsDouble(p))));
    }
    return new Vector(elements);
  }

  private Vector aggregate(Expr.Aggregate aggregate) {
    var groups = new LinkedHashMap<Labels, List<Double>>();
    for (var element : vector(aggregate.of()).elements()) {
      groups
          .computeIfAbsent(aggregate.grouping().of(element.labels()), _ -> new ArrayList<>())
          .add(element.value());
    }
    return new Vector(
        groups.entrySet().stream()
            .map(g -> new Element(g.getKey(), aggregate.how().of(g.getValue())))
            .toList());
  }

  private Vector binary(Expr.Binary binary) {
    var rule = new Matching(binary.operator(), binary.bool(), binary.matching());
    if (binary.left().type() == ExprType.SCALAR) {
      return rule.ofScalar(scalar(binary.left()), vector(binary.right()));
    }
    return binary.right().type() == ExprType.SCALAR
        ? rule.withScalar(vector(binary.left()), scalar(binary.right()))
        : rule.ofVectors(vector(binary.left()), vector(binary.right()));
  }

  private Vector call(Expr.Call call) {
    var first = call.arguments().getFirst();
    return switch (call.function()) {
      case RATE,
          INCREASE,
          IRATE,
          DELTA,
          AVG_OVER_TIME,
          SUM_OVER_TIME,
          MIN_OVER_TIME,
          MAX_OVER_TIME,
          COUNT_OVER_TIME ->
          overTime(call.function(), (Expr.Range) first);
      case HISTOGRAM_QUANTILE ->
          Buckets.quantiles(scalar(first), vector(call.arguments().getLast()));
      case CLAMP_MIN -> clamp(call, Math::max);
      case CLAMP_MAX -> clamp(call, Math::min);
      case ABSENT -> absent(first);
      case TIMESTAMP -> timestamps(first);
      case VECTOR -> new Vector(List.of(new Element(Labels.NONE, scalar(first))));
      case SCALAR, TIME -> throw new IllegalStateException("no vector: " + call);
    };
  }

  private Vector clamp(Expr.Call call, DoubleBinaryOperator how) {
    var bound = scalar(call.arguments().getLast());
    return vector(call.arguments().getFirst()).map(v -> how.applyAsDouble(v, bound));
  }

  private Vector overTime(Function function, Expr.Range range) {
    var to = now - range.selector().offset();
    var window = new Window(function, to - range.length(), to);
    var elements = new ArrayList<Element>();
    for (var line : matrix(range).lines()) {
      window
          .of(line.points())
          .ifPresent(v -> elements.add(new Element(line.labels().withoutName(), v)));
    }
    return new Vector(elements).distinct();
  }

  private Vector timestamps(Expr of) {
    return of instanceof Expr.Selector selector
        ? latest(selector, p -> p.at() / SECOND).map(at -> at)
        : vector(of).map(_ -> now / SECOND);
  }

  /** What is not there, with the labels that it would have as far as the selector names them. */
  private Vector absent(Expr of) {
    if (!vector(of).elements().isEmpty()) {
      return new Vector(List.of());
    }
    var labels = new TreeMap<String, String>();
    if (of instanceof Expr.Selector selector) {
      var seen = new HashMap<String, Boolean>();
      for (var matcher : selector.matchers()) {
        if (matcher instanceof Matcher.Equal equal
            && !equal.negated()
            && seen.putIfAbsent(matcher.name(), true) == null) {
          labels.put(equal.name(), equal.value());
        } else {
          labels.remove(matcher.name());
        }
      }
    }
    return new Vector(List.of(new Element(new Labels(labels).withoutName(), 1)));
  }
}
