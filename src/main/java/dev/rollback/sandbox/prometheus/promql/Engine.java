package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Value.Line;
import dev.rollback.sandbox.prometheus.promql.Value.Matrix;
import dev.rollback.sandbox.prometheus.promql.Value.Scalar;
import dev.rollback.sandbox.prometheus.promql.Value.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers queries; times are in milliseconds since 1970. */
public final class Engine {
  private final SeriesSource source;

  /** Of these samples. */
  public Engine(SeriesSource source) {
    this.source = source;
  }

  /**
   * What a query gives at one time.
   *
   * @throws PromQlException when it cannot be answered
   */
  public Value at(String query, long time) {
    return new Evaluator(source, time, new HashMap<>()).value(Parser.parse(query));
  }

  /**
   * What a query gives at regular times, both ends included.
   *
   * @param step the time between two of them, more than 0
   * @throws PromQlException when it cannot be answered
   */
  public Matrix during(String query, long start, long end, long step) {
    var expression = Parser.parse(query);
    if (expression.type() == ExprType.MATRIX) {
      throw PromQlException.badData(
          "invalid expression type \"range vector\" for range query, must be Scalar or instant"
              + " Vector");
    }
    var found = new HashMap<List<Matcher>, List<? extends SeriesSource.Samples>>();
    var lines = new HashMap<Labels, List<Point>>();
    for (var time = start; time <= end; time += step) {
      add(new Evaluator(source, time, found).value(expression), time, lines);
    }
    return new Matrix(
        lines.entrySet().stream()
            .map(line -> new Line(line.getKey(), line.getValue()))
            .sorted(Comparator.comparing(line -> line.labels().toString()))
            .toList());
  }

  private static void add(Value value, long time, Map<Labels, List<Point>> lines) {
    switch (value) {
      case Scalar(var point) -> points(lines, Labels.NONE).add(point);
      case Vector(var elements) ->
          elements.forEach(e -> points(lines, e.labels()).add(new Point(time, e.value())));
      case Matrix _ -> throw new IllegalStateException("a range at each time");
    }
  }

  private static List<Point> points(Map<Labels, List<Point>> lines, Labels of) {
    return lines.computeIfAbsent(of, _ -> new ArrayList<>());
  }
}
