package dev.rollback.sandbox.prometheus.promql;

import java.util.HashSet;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What an expression gives. */
public sealed interface Value {

  /** One number. */
  record Scalar(Point point) implements Value {}

  /** One number of each series. */
  record Vector(List<Element> elements) implements Value {
    /** Keeps its own copy. */
    public Vector {
      elements = List.copyOf(elements);
    }

    /** Computed of each one. */
    Vector map(DoubleUnaryOperator of) {
      return new Vector(
              elements.stream()
                  .map(e -> new Element(e.labels().withoutName(), of.applyAsDouble(e.value())))
                  .toList())
          .distinct();
    }

    /** Itself, if each series is in it once. */
    Vector distinct() {
      var seen = new HashSet<Labels>();
      if (!elements.stream().allMatch(e -> seen.add(e.labels()))) {
        throw PromQlException.execution("vector cannot contain metrics with the same labelset");
      }
      return this;
    }
  }

  /** Several numbers of each series. */
  record Matrix(List<Line> lines) implements Value {
    /** Keeps its own copy. */
    public Matrix {
      lines = List.copyOf(lines);
    }
  }

  /** A series' number. */
  record Element(Labels labels, double value) {}

  /** A series' numbers, in order of time. */
  record Line(Labels labels, List<Point> points) {
    /** Keeps its own copy. */
    public Line {
      points = List.copyOf(points);
    }
  }
}
